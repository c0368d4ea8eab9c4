import { useMay } from '#modules/me/me.ts';
import { manageGroups } from './navigation.ts';

/** The groups and pages of Manage that the viewer may see; empty for those who may see none. */
export function useManageGroups() {
  const may = useMay();
  return manageGroups
    .map((group) => ({ ...group, pages: group.pages.filter((page) => may(page.permission)) }))
    .filter((group) => group.pages.length > 0);
}
