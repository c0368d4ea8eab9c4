import type { TFunction } from 'i18next';
import { machineWords } from '#lib/errors.ts';
import { i18n } from '#lib/i18n/i18n.ts';
import { queryClient, trpc } from '#lib/trpc.ts';

/** A machine that has not answered by then is not waited for; milliseconds. */
const patience = 4_000;

/** What the machine's agent says against working in a folder; null when it says nothing, or not in time. */
export async function checkFolder(machineId: string, path: string): Promise<string | null> {
  const asked = queryClient
    .fetchQuery(trpc.machine.folders.queryOptions({ machineId, path }, { retry: false, staleTime: 0 }))
    .then(() => null, machineWords);
  const late = new Promise<null>((resolve) => window.setTimeout(() => resolve(null), patience));
  return Promise.race([asked, late]);
}

/** The agent's words are English: other languages say in their own what they are about. */
export const folderRefusal = (said: string, t: TFunction) => (i18n.language === 'en' ? said : t('session.folderRefused', { said }));
