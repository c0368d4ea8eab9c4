import type { SystemInfo } from '@open-ace/contracts/system';
import { build } from '#platform/build';
import type { Deps } from '#platform/context';
import { selectOne } from './repository.ts';

/** Whether the database answers within two seconds. */
export async function databaseAnswers({ db }: Pick<Deps, 'db'>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), 2000);
  });
  const answer = selectOne(db).then(
    () => true,
    () => false,
  );
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}

const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();

export function systemInfo({ database }: Pick<Deps, 'database'>): SystemInfo {
  return { ...build, database: database.provider, startedAt };
}
