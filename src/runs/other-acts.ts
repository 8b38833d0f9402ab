import type { NewEntry } from '../ledger/entry.schema.ts';
import type { CheckResult } from '../readiness/readiness.schema.ts';
import { isProblem } from '../shared/errors.ts';
import { agreementOf, type EngineNeeds, type RunContext } from './engine-needs.ts';
import { limitsOf } from './engine-limits.ts';
import { failedCheck, failStep, holdRun, ofRun, ofStep, succeedStep } from './engine-records.rules.ts';
import type { EngineTermHeld } from './engine-term.ts';
import { isLate, isUnreleased, planInForce } from './next-acts.rules.ts';
import { runSteps, stepKey } from './run-step.views.ts';
import type { EndClass, Run, RunStep } from './run.schema.ts';

export interface ActNeeds extends Pick<EngineNeeds, 'answerChecks' | 'releaseEnded' | 'clock' | 'machine' | 'limits'> {
  readonly term: EngineTermHeld;
  readonly stopping: AbortSignal;
}

const isPending = (now: RunStep, run: Run): boolean => now.state === 'pending' && planInForce(run) === now.plan;
const unanswered = { verdict: 'unknown', found: 'there was no answer in time' } as const;
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

/** Asks the system the step's questions; one that does not pass, or gives no answer, holds the run. */
export async function check(step: RunStep, context: RunContext, needs: ActNeeds): Promise<void> {
  const { term, machine, stopping } = needs;
  const asked = context.planned(step.id).checks ?? [];
  const enough = new AbortController();
  const late = machine
    .sleep(limitsOf(needs).checksWithinMs, AbortSignal.any([enough.signal, stopping]))
    .then((): CheckResult[] =>
      asked.map(({ question }) => ({ id: question, kind: 'system', question, ...unanswered })),
    );
  const answers = needs.answerChecks(context.run.system, asked, context.release);
  const results = [...(await Promise.race([answers, late]).finally(() => enough.abort()))];
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
export async function command(step: RunStep, index: number, context: RunContext, needs: ActNeeds): Promise<void> {
  const { term } = needs;
  const wanted = context.planned(step.id).commands?.[index];
  if (wanted === undefined) return;
  const { command: text, expects, forbids } = wanted;
  const isNext = (now: RunStep) => isRunning(now) && now.commands.length === index && now.issuing === index;
  const fail = (end: EndClass, because: string, first: NewEntry) =>
    term.record(step, isNext, (run) => [first, ...failStep(run, step, { end, because }, agreementOf(context))]);
  const inDoubt = async (why: string): Promise<void> => {
    const because = `whether «${text}» took effect is not known: ${why}`;
    await fail('unknown', because, ofStep(step, 'command.in-doubt/1', { index, command: text, because }));
  };
  if (step.issuing === index) return inDoubt('an earlier look was interrupted');
  const mayIssue = (now: RunStep, run: Run) =>
    isRunning(now) && now.commands.length === index && now.issuing === undefined && planInForce(run) === now.plan;
  const intended = await term.record(step, mayIssue, () => [
    ofStep(step, 'command.intended/1', { index, command: text }),
  ]);
  if (intended.entries.length === 0) return;
  const answer = await issue(text, context, needs).catch((error: unknown) => {
    if (needs.stopping.aborted || isProblem(error, 'run.engine-superseded')) throw error;
    return error instanceof Error ? error : new Error('no answer');
  });
  if (answer instanceof Error) return inDoubt(answer.message);
  const accepted = expects.every((words) => answer.includes(words)) && !forbids.some((words) => answer.includes(words));
  const answered = ofStep(step, 'command.answered/1', { index, command: text, answer: kept(answer), accepted });
  if (accepted) await term.record(step, isNext, () => [answered]);
  else await fail('check-failed', `«${text}» did not answer ${expects.join(', ')}`, answered);
}

const betweenTriesMs = 2000;

/** Tries for as long as nothing was sent and this engine drives; anything else is the caller's to judge. */
async function issue(text: string, { system }: RunContext, { term, machine, stopping }: ActNeeds): Promise<string> {
  for (;;) {
    await term.check();
    try {
      return await system.zosmf.command(text);
    } catch (error) {
      if (!isProblem(error, 'zosmf.unreachable') && !isProblem(error, 'zosmf.busy')) throw error;
      await machine.sleep(betweenTriesMs, stopping);
    }
  }
}

/** An entry holds 64 KiB at most. */
const kept = (answer: string): string => answer.slice(0, 12_000);

/** The last moment to back out is over and nothing is beyond return yet: whoever decides is asked before more begins. */
export async function askWhetherLate(step: RunStep, context: RunContext, { term, clock }: ActNeeds): Promise<void> {
  await term.recordRun(step.run, async (run, reading) => {
    const now = await reading.get(runSteps, stepKey(step.run, step.id));
    const still = now?.state === 'pending' || now?.attempts.some(isUnreleased);
    if (still !== true || !isLate({ run, steps: [], now: clock.now() })) return [];
    const because = `the last moment to back out, ${run.lastBackout}, is over, and step ${step.id} has not begun: resume to go on without a way back in time, or back out late`;
    const confirmBy = context.release.decisionMaker;
    return holdRun(run, { step: step.id, end: 'passed', advice: 'hold', because, confirmBy });
  });
}

/** Holds the run because z/OSMF refuses an act of a step, each time that it is tried. */
export async function holdForRefusal(
  step: RunStep,
  why: string,
  context: RunContext,
  term: EngineTermHeld,
): Promise<void> {
  await term.recordRun(step.run, (run) => {
    if (planInForce(run) === undefined) return [];
    const because = `step ${step.id} does not go on: ${why}`;
    const confirmBy = context.release.decisionMaker;
    return holdRun(run, { step: step.id, end: 'unknown', advice: 'hold', because, confirmBy });
  });
}

/** Ends the run when every step of the plan in force is done. */
export async function endRun(run: Run, { term, releaseEnded }: ActNeeds): Promise<void> {
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
