import type { Clock } from '../shared/clock.ts';
import { isProblem } from '../shared/errors.ts';
import type { EngineNeeds, RunContext } from './engine-needs.ts';
import { failedCheck, failStep, ofRun, ofStep, succeedStep } from './engine-records.rules.ts';
import type { EngineTermHeld } from './engine-term.ts';
import { isOpen } from './next-acts.rules.ts';
import type { Attempt, Run, RunStep } from './run.schema.ts';
import { agreementOf } from './submission.ts';

export interface ActNeeds extends Pick<EngineNeeds, 'answerChecks' | 'releaseEnded' | 'log' | 'machine'> {
  readonly term: EngineTermHeld;
}

const isPending = (now: RunStep, run: Run): boolean =>
  now.state === 'pending' && run.state === (now.plan === 'install' ? 'in-progress' : 'backing-out');
const isRunning = (now: RunStep): boolean => now.state === 'running' || now.state === 'submitted';

/** Begins a step that is no job of ours; a notice is given and done, a manual step waits for its person. */
export async function begin(step: RunStep, { term }: ActNeeds): Promise<void> {
  const { notice, confirm, commands, observe } = step.step;
  const began = ofStep(step, 'step.began/1', {});
  const asksFirst = commands !== undefined || observe !== undefined || step.asks > 0;
  await term.record(step, isPending, () => {
    if (notice !== undefined)
      return [began, ofStep(step, 'notice.given/1', notice), ...succeedStep(step, `told ${notice.to.join(', ')}`)];
    if (confirm !== undefined && !asksFirst) return [began, ofStep(step, 'step.waits/1', { by: confirm.by })];
    return [began];
  });
}

export async function skip(step: RunStep, because: string, { term }: ActNeeds): Promise<void> {
  await term.record(step, isPending, () => [ofStep(step, 'step.ended/1', { state: 'skipped', because })]);
}

export async function ask(step: RunStep, { term }: ActNeeds): Promise<void> {
  const by = step.step.confirm?.by;
  if (by !== undefined) await term.record(step, isRunning, () => [ofStep(step, 'step.waits/1', { by })]);
}

export async function finish(step: RunStep, { term }: ActNeeds): Promise<void> {
  await term.record(step, isRunning, () => succeedStep(step, 'done, and its checks passed'));
}

/** Asks the system the step's questions; one that does not pass holds the run. */
export async function check(step: RunStep, context: RunContext, { term, answerChecks }: ActNeeds): Promise<void> {
  const results = [...(await answerChecks(context.run.system, context.planned(step.id).checks ?? [], context.release))];
  const failed = failedCheck(results);
  await term.record(
    step,
    (now) => isRunning(now) && now.checks.length === 0,
    (run) => {
      const answered = ofStep(step, 'check.answered/1', { results });
      if (failed !== undefined) {
        const end = failed.verdict === 'unknown' ? 'unknown' : 'check-failed';
        return [
          answered,
          ...failStep(run, step, { end, because: `${failed.question} ${failed.found}` }, agreementOf(context)),
        ];
      }
      return step.step.confirm === undefined
        ? [answered, ...succeedStep(step, `${results.length} checks passed`)]
        : [answered];
    },
  );
}

/**
 * Issues one operator command. A command has no correlator: where an earlier engine intended it and left no answer, and
 * where the answer got lost, a person decides.
 */
export async function command(
  step: RunStep,
  index: number,
  context: RunContext,
  { term, machine }: ActNeeds,
): Promise<void> {
  const wanted = context.planned(step.id).commands?.[index];
  if (wanted === undefined) return;
  const { command: text } = wanted;
  if (step.because.includes('is being issued') && step.because.includes(text))
    return inDoubt('an earlier look was interrupted');
  const isNext = (now: RunStep) => isRunning(now) && now.commands.length === index;
  const intended = await term.record(step, isNext, () => [
    ofStep(step, 'command.intended/1', { index, command: text }),
  ]);
  if (intended.entries.length === 0) return;
  let answer: string;
  try {
    answer = await issue(text, context, machine);
  } catch (error) {
    return inDoubt(error instanceof Error ? error.message : 'no answer');
  }
  const accepted =
    wanted.expects.every((words) => answer.includes(words)) && !wanted.forbids.some((words) => answer.includes(words));
  await term.record(step, isNext, (run) => [
    ofStep(step, 'command.answered/1', { index, command: text, answer: answer.slice(0, 20_000), accepted }),
    ...(accepted
      ? []
      : failStep(
          run,
          step,
          { end: 'check-failed', because: `«${text}» did not answer ${wanted.expects.join(', ')}` },
          agreementOf(context),
        )),
  ]);

  async function inDoubt(why: string): Promise<void> {
    const because = `whether «${text}» took effect is not known: ${why}`;
    await term.record(step, isRunning, (run) => [
      ofStep(step, 'command.in-doubt/1', { index, command: text, because }),
      ...failStep(run, step, { end: 'unknown', because }, agreementOf(context)),
    ]);
  }
}

const betweenTriesMs = 2000;

/** Tries for as long as nothing was sent; anything else is the caller's to judge. */
async function issue(text: string, { system }: RunContext, machine: Clock): Promise<string> {
  for (;;) {
    try {
      return await system.zosmf.command(text);
    } catch (error) {
      if (!isProblem(error, 'zosmf.unreachable') && !isProblem(error, 'zosmf.busy')) throw error;
      await machine.sleep(betweenTriesMs);
    }
  }
}

/** After a person's «it did not run»: whatever still carries the correlator is purged, and absence is confirmed. */
export async function withdraw(
  step: RunStep,
  attempt: Attempt,
  { system }: RunContext,
  { term, log }: ActNeeds,
): Promise<void> {
  const jobs = await system.zosmf.jobsByUserCorrelator(attempt.user);
  for (const job of jobs) {
    if (job.status !== 'INPUT' || job.owner !== system.zosmf.user || job['job-correlator'] == null) {
      log.error(
        { run: step.run, step: step.id, jobid: job.jobid },
        'a job with this correlator did run: a person must look again',
      );
      return;
    }
    await system.zosmf.purge(job['job-correlator']);
  }
  if (jobs.length > 0) return;
  const because = 'a named person looked, and it did not run; none of its jobs is left';
  await term.record(
    step,
    (now) => now.attempts.at(-1)?.state === 'lost',
    () => [
      ofStep(step, 'attempt.abandoned/1', { number: attempt.number, because }),
      ofStep(step, 'step.ended/1', { state: 'failed', end: 'unknown', because }),
    ],
  );
}

/** Ends the run when every step of the plan in force is done. */
export async function endRun(run: Run, steps: readonly RunStep[], { term, releaseEnded }: ActNeeds): Promise<void> {
  if (steps.some((step) => step.attempts.some(isOpen))) return;
  await term.recordRun(run.id, async (now, reading) => {
    if (now.state !== run.state) return [];
    const backedOut = now.state === 'backing-out';
    const state = backedOut ? 'backed-out' : 'completed';
    return [
      ofRun(run.id, 'run.ended/1', { state, outcome: backedOut ? 'backed-out' : 'succeeded' }),
      ...(await releaseEnded(now, state, reading)),
    ];
  });
}
