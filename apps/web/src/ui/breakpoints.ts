/** The widths at which layouts change, the same `em` values as in the style sheets' media queries. */
export const phone = '(max-width: 48em)';
/** Side panels beside the content; below they lie over it. */
export const roomForPanels = '(min-width: 75.0625em)';
