import type { JobModel } from '../jcl/job-model.rules.ts';
import { JobLimits } from '../steps/job-limits.ts';
import { jobLog } from '../steps/job-run.ts';
import type { JobRun } from '../steps/job-run.ts';
import type { JobEntry } from './job-entry.ts';
import type { Jes2Parts } from './parts.ts';

/** What the steps of a job share. */
export function newRun(parts: Jes2Parts, job: JobEntry): JobRun {
  const system = parts.systemOf(job);
  const log = { spool: job.spool, system, jobid: job.jobid, log: job.log };
  const classMinutes = parts.options.classes.find(({ name }) => name === job.jobClass)?.timeMinutes;
  const cpuSeconds = job.requests.cpuSeconds ?? (classMinutes === undefined ? undefined : classMinutes * 60);
  const entry = job.restartAt === undefined ? undefined : job.journal.entry;
  const run: JobRun = {
    jobid: job.jobid,
    user: job.owner,
    model: modelOf(job),
    spool: job.spool,
    system,
    signal: job.signal,
    outcomes: [],
    steps: job.steps,
    temporaries: new Map(),
    passed: new Set(),
    generations: new Map(),
    named: new Map(),
    carried: { volumes: new Map(), generations: new Map() },
    log: job.log,
    limits: new JobLimits({
      jobname: job.jobname,
      outputLimits: job.requests.outputLimits,
      ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
      log: (text) => jobLog(log, text),
    }),
    journal: job.journal,
    ...(entry === undefined ? {} : { resumesAt: entry.index }),
    isLost: () => job.stoppedBy === 'system',
    changed: () => parts.states.changed(job),
  };
  return run;
}

function modelOf(job: JobEntry): JobModel {
  const model = job.conversion?.job ?? { card: job.card, steps: [] };
  return job.restartAt === undefined ? model : { ...model, card: { ...model.card, restart: job.restartAt } };
}
