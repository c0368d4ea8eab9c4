import type { Page } from '@playwright/test';

/** Goes to a page of Manage as a person does: by the switch, the group in the sidebar, and the page's name. */
export async function openManage(page: Page, group: string, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Manage', exact: true }).click();
  const sidebar = page.getByRole('navigation', { name: 'Manage' });
  const toggle = sidebar.getByRole('button', { name: group, exact: true });
  await toggle.waitFor();
  if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
  await sidebar.getByRole('link', { name, exact: true }).click();
}
