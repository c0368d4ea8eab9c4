import { v7 } from 'uuid';

/** A UUIDv7: ids of one process sort by time of making. */
export const newId = (): string => v7();
