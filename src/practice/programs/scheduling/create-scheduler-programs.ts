import type { Program } from '../program.ts';
import { conditions, ctmaesim, ctmblt, ctmjob, ctmtbupd } from './control-m.ts';
import { eqqbatch } from './eqqbatch.ts';
import { eqqyltop } from './eqqyltop.ts';
import { sasbstr } from './sasbstr.ts';
import { wapl } from './wapl.ts';

/** What defines, lists and orders jobs of IBM Z Workload Scheduler, CA 7 and Control-M. */
export const createSchedulerPrograms = (timeZone: string): readonly Program[] => [
  ...[eqqyltop(timeZone), wapl, eqqbatch],
  sasbstr,
  ...[ctmblt, ctmtbupd, ctmjob, conditions, ctmaesim],
];
