import { IconServer2 } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';
import { machinesPath } from '#modules/machine/paths.ts';

/** Without a permission: everybody sees at least the machines that are theirs. */
export const machinesPage: PageInfo = { path: machinesPath, title: 'machine.title', keywords: 'machine.keywords', icon: IconServer2 };
