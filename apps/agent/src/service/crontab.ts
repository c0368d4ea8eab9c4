import { shellWord } from './launcher.ts';
import type { ServicePlan } from './service.ts';

const mark = '# openace-agent';

/** cron takes a per cent sign for the end of the command, quoted or not, unless a backslash stands before it. */
const cronCommand = (command: string) => command.replaceAll('%', '\\%');

const line = ({ node, entry, dir, path }: ServicePlan) =>
  `@reboot ${cronCommand(`PATH=${shellWord(path)} ${[node, entry, 'service', 'supervise', '--dir', dir].map(shellWord).join(' ')}`)} >/dev/null 2>&1 ${mark}`;

export const hasEntry = (crontab: string): boolean => crontab.split('\n').some((each) => each.endsWith(mark));

export function withoutEntry(crontab: string): string {
  const kept = crontab.split('\n').filter((each) => !each.endsWith(mark));
  return kept.join('\n');
}

/** Somebody's crontab with our line at its end, once. */
export function withEntry(crontab: string, plan: ServicePlan): string {
  const others = withoutEntry(crontab);
  return `${others}${others === '' || others.endsWith('\n') ? '' : '\n'}${line(plan)}\n`;
}
