import { useEffect, useEffectEvent } from 'react';

const forms = new Set<symbol>();

function warnBeforeUnload(event: BeforeUnloadEvent) {
  event.preventDefault();
}

/** While `dirty`, leaving the page asks first. The router's half is the app's one blocker, which reads `hasUnsaved`. */
export function useUnsaved(dirty: boolean) {
  useEffect(() => {
    if (!dirty) return;
    const form = Symbol('form');
    forms.add(form);
    window.addEventListener('beforeunload', warnBeforeUnload);
    return () => {
      forms.delete(form);
      if (forms.size === 0) window.removeEventListener('beforeunload', warnBeforeUnload);
    };
  }, [dirty]);
}

/** Leaves a form once it is saved. Called after `useUnsaved`, so that the changes no longer stand in the way. */
export function useLeaveWhenSaved(saved: boolean, leave: () => void) {
  const onSaved = useEffectEvent(leave);
  useEffect(() => {
    if (saved) onSaved();
  }, [saved]);
}

export const hasUnsaved = () => forms.size > 0;
