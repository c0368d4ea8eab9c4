import { create } from 'zustand';

interface SideDrawer {
  opened: boolean;
  open: () => void;
  close: () => void;
}

/** The sidebar's form on a phone, opened from the header. */
export const useSideDrawer = create<SideDrawer>((set) => ({
  opened: false,
  open: () => set({ opened: true }),
  close: () => set({ opened: false }),
}));
