import type { Prisma } from '@open-ace/prisma/sqlite';
import type { Client } from '../db/client.ts';
import type { Tx } from '../db/tx.ts';

export type JobRunRow = Prisma.JobRunGetPayload<object>;

/** Takes the lease of a job if it is free, expired or ours; one statement, so that two replicas cannot both have it. */
export async function takeLease(tx: Tx, name: string, holder: string, now: number, until: number): Promise<boolean> {
  const taken = await tx.db.$executeRaw`
    INSERT INTO "JobLease" ("name", "holder", "expiresAt") VALUES (${name}, ${holder}, ${until})
    ON CONFLICT ("name") DO UPDATE SET "holder" = excluded."holder", "expiresAt" = excluded."expiresAt"
    WHERE "JobLease"."expiresAt" <= ${now} OR "JobLease"."holder" = ${holder}`;
  return taken > 0;
}

/** Keeps the others out until `until`: their clocks fire for the same tick a little later. */
export async function shortenLease(tx: Tx, name: string, holder: string, until: number): Promise<void> {
  await tx.db.jobLease.updateMany({ where: { name, holder }, data: { expiresAt: until } });
}

export async function insertJobRun(tx: Tx, run: Prisma.JobRunUncheckedCreateInput): Promise<void> {
  await tx.db.jobRun.create({ data: run });
}

export async function finishJobRun(tx: Tx, id: string, data: Prisma.JobRunUncheckedUpdateInput): Promise<void> {
  await tx.db.jobRun.update({ where: { id }, data });
}

/** Keeps the newest runs of a job. */
export async function trimJobRuns(tx: Tx, name: string, keep: number): Promise<void> {
  const oldest = await tx.db.jobRun.findMany({ where: { name }, orderBy: { id: 'desc' }, skip: keep, take: 1, select: { id: true } });
  if (oldest[0]) await tx.db.jobRun.deleteMany({ where: { name, id: { lte: oldest[0].id } } });
}

export async function listJobRuns(db: Client, name: string, take: number): Promise<JobRunRow[]> {
  return db.jobRun.findMany({ where: { name }, orderBy: { id: 'desc' }, take });
}
