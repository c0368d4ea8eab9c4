import type { Role } from '@open-ace/contracts/permissions';
import type { BuiltInTool } from '@open-ace/contracts/tools';

/** Forty people of a company that builds a shop: invented, like all that they did. */
const names = [
  'Amira Haddad',
  'Ben Okafor',
  'Chloé Laurent',
  'Daniel Weiss',
  'Elif Kaya',
  'Farah Siddiqui',
  'Gustav Lindqvist',
  'Hana Sato',
  'Ivan Petrov',
  'Julia Nowak',
  'Kwame Mensah',
  'Lina Berg',
  '王小明',
  'Nadia Rossi',
  'Oscar Silva',
  'Priya Nair',
  'Quentin Dubois',
  'Rosa Jiménez',
  'Sven Olsen',
  'Tomás Ferreira',
  'Uma Patel',
  'Viktor Horvat',
  'Wanda Kowalska',
  '陈思远',
  'Yusuf Demir',
  'Zoë Müller',
  'Aaron Cohen',
  'Bianca Conti',
  'Carlos Mendes',
  'Dina Aziz',
  'Emil Sørensen',
  'Fiona Walsh',
  'Greta Hoffmann',
  'Hugo Martin',
  '李娜',
  'Jonas Meyer',
  'Karin Johansson',
  'Leo Fischer',
  'Maya Cohen',
  'Noah Brandt',
] as const; // prettier-ignore

export interface DemoPerson {
  username: string;
  displayName: string;
  role: Role;
  /** Requests on an ordinary working day. */
  pace: number;
  tools: [{ item: BuiltInTool; weight: number }, ...{ item: BuiltInTool; weight: number }[]];
  /** Number of the machine that the person works on. */
  machine: number;
  project: string;
}

const projects = ['storefront', 'billing-api', 'mobile-app', 'infra', 'docs', 'search', 'data-pipeline'];
const habits: DemoPerson['tools'][] = [
  [
    { item: 'claude-code', weight: 9 },
    { item: 'codex', weight: 1 },
  ],
  [
    { item: 'codex', weight: 7 },
    { item: 'claude-code', weight: 3 },
  ],
  [
    { item: 'claude-code', weight: 5 },
    { item: 'qwen-code', weight: 4 },
  ],
  [
    { item: 'qwen-code', weight: 6 },
    { item: 'openclaw', weight: 3 },
  ],
];

const slug = (name: string, index: number) =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')
    .replace(/^\.|\.$/g, '') || `dev-${index + 1}`;

function roleOf(index: number): Role {
  if (index === 0) return 'admin';
  if (index < 5) return 'manager';
  return index >= 38 ? 'readonly' : 'user';
}

export const machineNames = [
  'gpu-01',
  'gpu-02',
  'build-01',
  'build-02',
  'dev-box-1',
  'dev-box-2',
  'dev-box-3',
  'dev-box-4',
  'ci-runner',
  'sandbox-eu',
] as const;

export const team: DemoPerson[] = names.map((displayName, index) => ({
  username: slug(displayName, index),
  displayName,
  role: roleOf(index),
  pace: 8 + ((index * 37) % 60),
  tools: habits[index % habits.length] ?? [{ item: 'claude-code', weight: 1 }],
  machine: index % machineNames.length,
  project: projects[index % projects.length] ?? 'storefront',
}));

/** What each tool asks for, and how many tokens a request of it takes in the middle. */
export const models: Record<BuiltInTool, [{ item: string; weight: number }, ...{ item: string; weight: number }[]]> = {
  'claude-code': [
    { item: 'claude-sonnet-4-5', weight: 8 },
    { item: 'claude-opus-4-1', weight: 1 },
    { item: 'claude-haiku-4-5', weight: 3 },
  ],
  codex: [
    { item: 'gpt-5-codex', weight: 4 },
    { item: 'gpt-5', weight: 1 },
  ],
  'qwen-code': [{ item: 'qwen3-coder-plus', weight: 1 }],
  openclaw: [
    { item: 'claude-sonnet-4-5', weight: 2 },
    { item: 'gpt-5', weight: 1 },
  ],
};
