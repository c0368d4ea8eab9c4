import { IconUserCircle } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';

export const profilePage: PageInfo = { path: '/profile', title: 'profile.title', keywords: 'profile.keywords', icon: IconUserCircle };
