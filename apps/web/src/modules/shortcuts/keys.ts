const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The modifier of shortcuts, as the viewer's keyboard names it. */
export const modKey = apple ? '⌘' : 'Ctrl';

/** The key that makes characters of another kind, likewise. */
export const altKey = apple ? '⌥' : 'Alt';
