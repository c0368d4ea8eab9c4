import { EntryFrame } from '#modules/entry/EntryFrame.tsx';
import { PageFault } from './PageFault.tsx';

/** Where no shell is left to stay around a page's fault. */
export function PageCrash() {
  return (
    <EntryFrame>
      <PageFault />
    </EntryFrame>
  );
}
