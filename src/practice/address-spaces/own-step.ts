import type { JobCard, StepModel } from '../jcl/job-model.rules.ts';
import type { Step } from '../programs/program.ts';
import { Spool } from '../spool/spool.ts';
import type { System } from '../steps/job-run.ts';
import { ProgramStep } from '../steps/program-step.ts';

/** Who an address space belongs to, and where it runs. */
export interface Tenant {
  readonly system: System;
  readonly user: string;
  readonly jobid: string;
  /** Ends what it does. */
  readonly signal: AbortSignal;
}

/** The logon procedure of z/OSMF (z/OSMF Configuration Guide, IZUPRMxx, COMMON_TSO). */
const procedure = 'IZUFPROC';

/** The one step of an address space that no job made: it has no DDs until it allocates some. */
export function ownStep({ system, user, jobid, signal }: Tenant): Step {
  const model: StepModel = {
    ...{
      step: procedure,
      procStep: undefined,
      call: 0,
      statement: 1,
      program: 'IKJEFT01',
      parm: '',
      ifPath: [],
      dds: [],
    },
  };
  const run = {
    ...{ jobid, user, system, signal, model: { card: cardOf(user), steps: [model] }, spool: new Spool('A') },
    ...{ outcomes: [], steps: [], temporaries: new Map(), passed: new Set<string>() },
    ...{ generations: new Map(), named: new Map(), log: { day: '' }, changed: () => undefined },
  };
  const files = { dds: [], flush: () => undefined, submitted: () => [], close: () => undefined };
  return new ProgramStep(run, model, files, system.linkList, '');
}

const cardOf = (user: string): JobCard => ({
  ...{ jobname: user, account: '', programmer: '', jobClass: 'TSU', messageClass: 'A', gdgBias: 'JOB', priority: 15 },
  ...{ messageLevel: { statements: 1, messages: 1 }, jobrc: { kind: 'MAXRC' }, keywords: new Map() },
});
