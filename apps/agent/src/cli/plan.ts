import type { Config } from '../config.ts';
import { surroundingsOf } from '../service/choose-service.ts';
import { programOf } from '../service/program.ts';
import type { ServicePlan, Surroundings } from '../service/service.ts';

/** This program; the bundle makes one file of all, so that any module's address is that of the program. */
export const program = programOf(import.meta.url);

/** A service for this program with this folder. */
export const planOf = ({ dir, environment }: Config): ServicePlan => ({
  node: process.execPath,
  entry: program.entry,
  dir,
  path: environment.PATH ?? '',
});

export const here = ({ environment }: Config): Surroundings => surroundingsOf(environment);
