import type { Caller } from '../access/caller.schema.ts';
import { commandOf } from '../access/index.ts';
import { changeEntry, changesView } from '../changes/index.ts';
import { blackoutDuring, millisOf } from '../estate/index.ts';
import type { Estate } from '../estate/estate.schema.ts';
import type { NewEntry } from '../ledger/entry.schema.ts';
import type { Committed, Ledger, Reading } from '../ledger/ledger.schema.ts';
import { prepared } from '../ledger/prepared.ts';
import { recordAfter } from '../ledger/record-after.ts';
import type { QueryResult } from '../ledger/view.schema.ts';
import type { ReadinessService } from '../readiness/index.ts';
import { keptPlan, lastBackout, releaseEntry, releasesView } from '../releases/index.ts';
import type { Plan } from '../releases/plan.schema.ts';
import type { Release } from '../releases/release.schema.ts';
import type { Clock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import { confirmStep, decideRun, nextRunId, refuseUnsafe, startRun } from './run.rules.ts';
import type { Run, RunDecision, RunState, RunStep } from './run.schema.ts';
import { runSteps, stepKey, stepStream } from './run-step.views.ts';
import { runs, runStream } from './run.views.ts';

export interface RunServiceNeeds {
  readonly ledger: Ledger;
  readonly estate: Estate;
  readonly readiness: ReadinessService;
  readonly clock: Clock;
}

export type RunService = ReturnType<typeof runService>;

export function runService({ ledger, estate, readiness, clock }: RunServiceNeeds) {
  const read = (id: string): Promise<Run> => runFrom(ledger, id);
  const after = async (id: string, committed: Committed): Promise<Run> =>
    (await recordAfter(ledger, runs, { key: id, stream: runStream(id) }, committed)) ?? read(id);

  return {
    read,
    list: (filter: {
      state?: RunState | undefined;
      release?: string | undefined;
      after?: string | undefined;
      limit?: number | undefined;
    }): Promise<QueryResult<Run>> =>
      ledger.query(runs, {
        ...(filter.release !== undefined
          ? { index: 'release', eq: [filter.release] }
          : filter.state !== undefined
            ? { index: 'state', eq: [filter.state] }
            : { index: 'id' }),
        ...{ order: 'desc' },
        ...(filter.after === undefined ? {} : { after: filter.after }),
        ...(filter.limit === undefined ? {} : { limit: filter.limit }),
      }),

    async steps(id: string): Promise<RunStep[]> {
      await read(id);
      return stepsFrom(ledger, id);
    },

    step: (run: string, id: string): Promise<RunStep> => stepFrom(ledger, run, id),

    /** Asks all readiness questions once more, records the answers, and starts the run when every one passes. */
    async start(releaseId: string, caller: Caller): Promise<{ run: Run; page: number }> {
      const asked = await prepared(ledger, caller, async () => {
        const release = await releaseFrom(ledger, releaseId);
        const submit = estate.systems.find(({ id }) => id === release.system)?.submit;
        if (release.plan !== undefined) refuseUnsafe(release, (await planOf(ledger, release)).plan, submit);
        const instants = windowOf(release, estate);
        // Where the records refuse anyway, the systems need not be asked.
        if (mayRun(release, instants, clock.now())) await readiness.record(releaseId, { actor: caller.actor });
        return { submit, instants };
      });
      const committed = await ledger.commit({
        ...commandOf(caller),
        decide: async (reading) => {
          const { submit, instants } = asked();
          const now = await releaseFrom(reading, releaseId);
          const { plan, digest } = await planOf(ledger, now);
          refuseUnsafe(now, plan, submit);
          const { rows } = await reading.query(runs, { index: 'id', order: 'desc', limit: 1 });
          const at = Date.parse(reading.at);
          return startRun({
            ...{
              id: nextRunId(rows[0]?.id),
              release: now,
              plan,
              digest,
              person: caller.person,
              now: at,
              window: instants,
              submit,
            },
            lastBackout: lastBackout(plan, instants.cutOff),
            blackout: blackoutDuring(estate, at),
          });
        },
      });
      const id = committed.entries[0]?.stream.slice(runStream('').length) ?? '';
      return { run: await after(id, committed), page: committed.page };
    },

    async decide(id: string, draft: RunDecision, caller: Caller): Promise<{ run: Run; page: number }> {
      const committed = await ledger.commit({
        ...commandOf(caller, runStream(id)),
        decide: async (reading) => {
          const run = await runFrom(reading, id);
          const release = await releaseFrom(reading, run.release);
          const steps = await stepsFrom(reading, id);
          return decideRun(draft, {
            run,
            steps,
            release,
            plan: await keptPlan(ledger.blobs, run.plan),
            person: caller.person,
          });
        },
      });
      return { run: await after(id, committed), page: committed.page };
    },

    async confirm(
      id: string,
      step: string,
      draft: { done: boolean; note: string },
      caller: Caller,
    ): Promise<{ step: RunStep; page: number }> {
      const committed = await ledger.commit({
        ...commandOf(caller, stepStream(id, step)),
        decide: async (reading) => {
          const run = await runFrom(reading, id);
          const { decisionTree } = await keptPlan(ledger.blobs, run.plan);
          const { decisionMaker } = await releaseFrom(reading, run.release);
          return confirmStep(run, await stepFrom(reading, id, step), draft, caller.person, {
            decisionTree,
            decisionMaker,
          });
        },
      });
      const place = { key: stepKey(id, step), stream: stepStream(id, step) };
      const after = await recordAfter(ledger, runSteps, place, committed);
      return { step: after ?? (await stepFrom(ledger, id, step)), page: committed.page };
    },

    /** Spool of one DD as it was kept. */
    async spool(run: string, step: string, attempt: number, id: number): Promise<Buffer> {
      const { attempts } = await stepFrom(ledger, run, step);
      const ref = attempts.find(({ number }) => number === attempt)?.spool.find((file) => file.id === id);
      const text = ref === undefined ? undefined : await ledger.blobs.get(ref.digest);
      if (text === undefined)
        throw new LockstepError('request.not-found', `there is no spool file ${id} of attempt ${attempt}`, {
          run,
          step,
        });
      return text;
    },

    /** Tells release and changes how their run ended. */
    releaseEnded: async (
      run: Run,
      state: 'completed' | 'backed-out',
      reading: Reading,
    ): Promise<readonly NewEntry[]> => {
      const release = await releaseFrom(reading, run.release);
      const outcome = state === 'completed' ? 'succeeded' : 'backed-out';
      const changeState = state === 'completed' ? 'implemented' : 'backed-out';
      const changes = await Promise.all(release.changes.map((id) => reading.get(changesView, id)));
      return [
        releaseEntry(release.id, 'release.ended/1', { run: run.id, state, outcome }),
        ...changes.flatMap((change) =>
          change === undefined
            ? []
            : [changeEntry(change.id, 'change.ended/1', { release: release.id, state: changeState, outcome })],
        ),
      ];
    },
  };
}

type Reader = Pick<Reading, 'get' | 'query'>;

async function runFrom(from: Reader, id: string): Promise<Run> {
  const run = await from.get(runs, id);
  if (run === undefined) throw new LockstepError('run.not-found', `there is no run ${id}`, { run: id });
  return run;
}

async function stepFrom(from: Reader, run: string, id: string): Promise<RunStep> {
  const step = await from.get(runSteps, stepKey(run, id));
  if (step === undefined)
    throw new LockstepError('run.not-found', `there is no step ${id} of ${run}`, { run, step: id });
  return step;
}

async function stepsFrom(from: Reader, run: string): Promise<RunStep[]> {
  const steps: RunStep[] = [];
  for (let after: string | undefined; ;) {
    const { rows, next } = await from.query(runSteps, {
      index: 'run',
      eq: [run],
      limit: 1000,
      ...(after === undefined ? {} : { after }),
    });
    steps.push(...rows);
    if (next === undefined) return steps;
    after = next;
  }
}

async function releaseFrom(from: Reader, id: string): Promise<Release> {
  const release = await from.get(releasesView, id);
  if (release === undefined) throw new LockstepError('release.not-found', `there is no release ${id}`, { release: id });
  return release;
}

async function planOf(ledger: Ledger, release: Release): Promise<{ plan: Plan; digest: string }> {
  if (release.plan === undefined)
    throw new LockstepError('run.not-ready', `${release.id} has no plan`, { release: release.id });
  return { plan: await keptPlan(ledger.blobs, release.plan.digest), digest: release.plan.digest };
}

function windowOf({ window }: Release, estate: Estate) {
  return {
    opens: millisOf(estate, window.opens),
    closes: millisOf(estate, window.closes),
    cutOff: millisOf(estate, window.cutOff.at),
  };
}

function mayRun({ state }: Release, { opens, closes }: ReturnType<typeof windowOf>, now: number): boolean {
  return ['planned', 'ready'].includes(state) && now >= opens && now < closes;
}
