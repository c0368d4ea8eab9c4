import { IconServer2 } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';
import { machinesPath } from '#modules/machine/paths.ts';

/** Without a permission: everybody sees at least the machines that are theirs. */
export const machinesPage: PageInfo = { path: machinesPath, title: 'machine.title', keywords: 'machine.keywords', icon: IconServer2 };

/** What holds for the tools of every machine. */
export const everyDefaultPath = `${machinesPath}/defaults`;

/** A machine beside the list, open at one of its parts. */
export const drawerPath = (machineId: string, part?: string) => [machinesPath, machineId, part].filter(Boolean).join('/');
