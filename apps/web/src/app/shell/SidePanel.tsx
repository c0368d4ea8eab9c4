import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, Suspense, useEffect } from 'react';
import { useLocation } from 'react-router';
import { lazyPart } from '#lib/missing-part.ts';
import { phone } from '#ui/breakpoints.ts';
import { useSideDrawer } from './side-drawer.ts';

const PhoneDrawer = lazyPart(async () => ({ default: (await import('./PhoneDrawer.tsx')).PhoneDrawer }));

interface SidePanelProps {
  label: string;
  /** The panel's own class where it stands beside the content. */
  className?: string;
  /** Pixels; for panels whose width the viewer chooses. */
  width?: number;
  handle?: ReactNode;
  children: ReactNode;
}

/** What stands at the left of a mode, and is a drawer on a phone. */
export function SidePanel({ label, className, width, handle, children }: SidePanelProps) {
  const isPhone = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  const close = useSideDrawer((drawer) => drawer.close);
  const { pathname } = useLocation();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes it
  useEffect(close, [pathname]);

  if (isPhone) {
    return (
      <Suspense>
        <PhoneDrawer>{children}</PhoneDrawer>
      </Suspense>
    );
  }
  return (
    <aside aria-label={label} className={className} style={width === undefined ? undefined : { width }}>
      {children}
      {handle}
    </aside>
  );
}
