import { create } from 'zustand';

type Overlay = 'palette' | 'shortcuts';

interface Overlays {
  open: Overlay | null;
  show: (overlay: Overlay) => void;
  close: () => void;
}

/** What can be called up from anywhere, one at a time. */
export const useOverlays = create<Overlays>((set) => ({
  open: null,
  show: (open) => set({ open }),
  close: () => set({ open: null }),
}));
