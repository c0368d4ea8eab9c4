import type { Image } from '@open-ace/contracts/session-events';
import { create } from 'zustand';

/** What the contract takes in a message. */
export const mostPictures = 5;

interface Pictures {
  /** Of what is typed and not sent, by the key of its draft; and of what is sent and not confirmed, by the id it has here. */
  of: Record<string, readonly Image[]>;
  add: (key: string, images: readonly Image[]) => void;
  remove: (key: string, index: number) => void;
  /** Takes them all away. */
  take: (key: string) => readonly Image[];
}

const none: readonly Image[] = [];

/** Pictures are kept as long as the page is open: they are too large for the browser's own storage. */
export const usePictureStore = create<Pictures>()((set, get) => ({
  of: {},
  add: (key, images) => {
    if (images.length > 0) set(({ of }) => ({ of: { ...of, [key]: [...(of[key] ?? none), ...images].slice(0, mostPictures) } }));
  },
  remove: (key, index) => set(({ of }) => ({ of: { ...of, [key]: (of[key] ?? none).filter((_, place) => place !== index) } })),
  take: (key) => {
    const { [key]: taken = none, ...rest } = get().of;
    set({ of: rest });
    return taken;
  },
}));

export const usePictures = (key: string): readonly Image[] => usePictureStore(({ of }) => of[key] ?? none);
