import { useEffect } from 'react';

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

export const hasUnsaved = () => forms.size > 0;
