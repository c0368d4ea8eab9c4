import type { Permission } from '@open-ace/contracts/permissions';
import type { IconProps } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { PlainKey } from './i18n/messages.ts';

/** What the menus, the palette and the guards know of a page, declared once by its feature. */
export interface PageInfo {
  path: string;
  title: PlainKey;
  /** What else people may call it, or look for on it. */
  keywords?: PlainKey;
  icon: ComponentType<IconProps>;
  /** Without it the page is not in the menus, and its address says so kindly. */
  permission?: Permission;
  /** What it holds under addresses of their own: in the palette, not in the menus. */
  parts?: readonly PageInfo[];
}

/** What a route's `handle` may carry. */
export interface PageHandle {
  page: PageInfo;
}
