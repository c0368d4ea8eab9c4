import type { FilterOption } from './FilterSelect.tsx';

/** What a link filters by may be gone, such as a removed machine; it is shown as chosen all the same. */
export function withChosen(options: FilterOption[], chosen: string | undefined, label: string | undefined): FilterOption[] {
  if (!chosen || options.some(({ value }) => value === chosen)) return options;
  return [...options, { value: chosen, label: label ?? chosen }];
}
