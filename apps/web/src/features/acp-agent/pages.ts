import { IconRobot } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';

export const acpAgentsPage: PageInfo = {
  path: '/manage/agents',
  title: 'acpAgent.title',
  keywords: 'acpAgent.keywords',
  icon: IconRobot,
  permission: 'admin_access',
};

/** No id has an underscore, so that no agent can have this address. */
export const newAcpAgentPath = `${acpAgentsPage.path}/_new`;

/** What the form for another agent begins with; a preset goes by its id. */
export const ownStart = '_own';
export const jsonStart = '_json';

export const startPath = (start: string) => `${newAcpAgentPath}/${start}`;
export const acpAgentPath = (id: string) => `${acpAgentsPage.path}/${id}`;
export const editAcpAgentPath = (id: string) => `${acpAgentPath(id)}/edit`;
