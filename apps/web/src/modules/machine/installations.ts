import type { CommandProgress } from '@open-ace/contracts/machine';
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

/** A tool that is being installed on a machine, or was. */
export interface Installation {
  commandId: string;
  /** What was asked for; '' for the tested one. */
  version: string;
  /** Null before the server has told. */
  progress: CommandProgress | null;
}

interface Installations {
  /** By machine and tool. */
  byTool: Record<string, Installation>;
  begin: (key: string, begun: Pick<Installation, 'commandId' | 'version'>) => void;
  tell: (key: string, progress: CommandProgress) => void;
  forget: (key: string) => void;
}

export const installationKey = (machineId: string, tool: string) => `${machineId} ${tool}`;

const over: readonly CommandProgress['status'][] = ['done', 'failed', 'unknown', 'expired'];
export const isOver = ({ progress }: Installation) => progress !== null && over.includes(progress.status);

/** What this tab of the browser began: a page that is left, or loaded anew, finds it again and asks how far it is. */
export const useInstallations = create<Installations>()(
  persist(
    (set) => ({
      byTool: {},
      begin: (key, begun) => set(({ byTool }) => ({ byTool: { ...byTool, [key]: { ...begun, progress: null } } })),
      tell: (key, progress) =>
        set(({ byTool }) => {
          const known = byTool[key];
          return known ? { byTool: { ...byTool, [key]: { ...known, progress } } } : {};
        }),
      forget: (key) => set(({ byTool: { [key]: _gone, ...byTool } }) => ({ byTool })),
    }),
    {
      name: 'open-ace-installations',
      version: 1,
      storage: createJSONStorage(() => sessionStorage),
      partialize: ({ byTool }) => ({ byTool: unfinished(byTool) }),
    },
  ),
);

/** What is over was seen; how far the others are is asked for. */
const unfinished = (byTool: Installations['byTool']) =>
  Object.fromEntries(Object.entries(byTool).flatMap(([key, each]) => (isOver(each) ? [] : [[key, { ...each, progress: null }]])));
