/** What another replica changed holds here after this; what we change, at once. */
const REMEMBERED_MS = 500;

export interface ByTenant<Value> {
  get(tenantId: string): Promise<Value>;
  /** So that the next one reads it anew; every tenant's where none is named. */
  forget(tenantId?: string): void;
}

/** What every call needs of its tenant, read at most twice a second. What could not be read is not remembered. */
export function byTenant<Value>(read: (tenantId: string) => Promise<Value>): ByTenant<Value> {
  const known = new Map<string, { at: number; value: Promise<Value> }>();
  return {
    get(tenantId) {
      const now = performance.now();
      const found = known.get(tenantId);
      if (found && now - found.at < REMEMBERED_MS) return found.value;
      const value = read(tenantId);
      known.set(tenantId, { at: now, value });
      value.catch(() => known.delete(tenantId));
      return value;
    },
    forget(tenantId) {
      if (tenantId === undefined) known.clear();
      else known.delete(tenantId);
    },
  };
}
