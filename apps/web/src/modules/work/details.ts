import { useMediaQuery } from '@mantine/hooks';
import { create } from 'zustand';
import { usePreferences } from '#lib/preferences.ts';
import { roomForPanels } from '#ui/breakpoints.ts';

interface DetailsDrawer {
  drawerOpen: boolean;
  closeDrawer: () => void;
}

/** Where there is no room, the panel is a drawer: closed at first, and not remembered. */
export const useDetails = create<DetailsDrawer>((set) => ({
  drawerOpen: false,
  closeDrawer: () => set({ drawerOpen: false }),
}));

/** Shows or hides the details, whichever form they have at this width. */
export function useDetailsToggle() {
  const hasRoom = useMediaQuery(roomForPanels, undefined, { getInitialValueInEffect: false });
  const { layout, setLayout } = usePreferences();
  const { drawerOpen } = useDetails();
  const open = hasRoom ? layout.detailsOpen : drawerOpen;
  const toggle = () => (hasRoom ? setLayout({ detailsOpen: !open }) : useDetails.setState({ drawerOpen: !open }));
  return { open, toggle };
}
