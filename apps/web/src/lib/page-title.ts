import { useEffect } from 'react';

const product = 'Open ACE';
const shown = new Set<readonly string[]>();
let waiting = 0;

/** A row's drawer is more precise than the list around it, so the longest trail wins whatever mounted last. */
function update() {
  const trail = [...shown].reduce<readonly string[]>((longest, each) => (each.length > longest.length ? each : longest), []);
  document.title = (waiting > 0 ? `(${waiting}) ` : '') + [...trail, product].join(' · ');
}

/** How many things wait for the viewer, before the name of whatever page is open. */
export function useTitleCount(count: number) {
  useEffect(() => {
    waiting = count;
    update();
    return () => {
      waiting = 0;
      update();
    };
  }, [count]);
}

/** Names the browser's tab from the most precise to the widest: `usePageTitle('dev-01', 'Users')`. */
export function usePageTitle(...trail: string[]) {
  const key = JSON.stringify(trail);
  useEffect(() => {
    const entry: string[] = JSON.parse(key);
    shown.add(entry);
    update();
    return () => {
      shown.delete(entry);
      update();
    };
  }, [key]);
}
