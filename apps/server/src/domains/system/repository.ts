import type { Client } from '#platform/db/client';

export async function selectOne(db: Client): Promise<void> {
  await db.$queryRaw`SELECT 1`;
}
