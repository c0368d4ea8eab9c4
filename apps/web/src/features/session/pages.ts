import { IconTerminal2 } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';

export const workPage: PageInfo = { path: '/work', title: 'work.title', icon: IconTerminal2 };
