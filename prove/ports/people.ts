import type { Committed, Ledger, Reading } from '../../src/ledger/ledger.schema.ts';
import type { NewEntry } from '../../src/ledger/entry.schema.ts';
import { runs, runSteps } from '../../src/runs/index.ts';
import { saidOfLost } from '../../src/runs/next-acts.rules.ts';
import { confirmStep, decideRun } from '../../src/runs/run.rules.ts';
import type { Run, RunDecision, RunStep } from '../../src/runs/run.schema.ts';
import { stepKey } from '../../src/runs/run-step.views.ts';
import { sha256Hex } from '../../src/shared/digest.ts';
import { isProblem, LockstepError } from '../../src/shared/errors.ts';
import { release, runId } from '../../test/runs/small-night.ts';
import { startOn } from './base.ts';
import type { World } from './world.ts';

/** Where a command can be given: an instance, as its callers know it. */
interface Desk {
  readonly ledger: Ledger | undefined;
}

interface Errand {
  /** The Idempotency-Key: who hears no answer says it again under the same one. */
  readonly key: string;
  readonly say: (ledger: Ledger, key: string) => Promise<Committed | undefined>;
  desk?: Desk | undefined;
  over: boolean;
}

type Decide = (reading: Reading) => Promise<readonly NewEntry[]>;

/** Pause between two commands of one person, in milliseconds of the book. */
const pauseMs = 2000;
const bad = ({ state }: RunStep): boolean => state === 'failed' || state === 'suspicious' || state === 'unknown';

/**
 * Those who confirm and decide. They see the record, and do one thing after another at any instance that answers; one
 * that does not answer any more is left for another, and the same command is given again under the same key.
 */
export class People {
  #errand: Errand | undefined;
  #count = 0;
  #next = 0;

  constructor(private readonly world: World) {}

  /** Sees to what is to be done now, if anything. @param desks instances that answer */
  attend(picture: { run: Run; steps: RunStep[] } | undefined, desks: readonly Desk[]): void {
    const { clock } = this.world;
    if (this.#errand !== undefined && !this.#errand.over) {
      if (this.#errand.desk?.ledger === undefined) this.#send(this.#errand, desks);
      return;
    }
    if (clock.now() < this.#next) return;
    const say = picture === undefined ? this.#start() : this.#toDo(picture);
    if (say === undefined) return;
    this.#errand = { key: `errand-${this.#count}`, say, over: false };
    this.#count += 1;
    this.#send(this.#errand, desks);
  }

  #send(errand: Errand, desks: readonly Desk[]): void {
    const desk = desks.find(({ ledger }) => ledger !== undefined);
    errand.desk = desk;
    if (desk?.ledger === undefined) return;
    const done = (): void => {
      errand.over = true;
      this.#next = this.world.clock.now() + pauseMs;
    };
    errand.say(desk.ledger, errand.key).then(done, (error: unknown) => {
      if (isProblem(error, 'ledger.unknown-outcome') || isProblem(error, 'ledger.unavailable')) {
        if (errand.desk === desk) errand.desk = undefined;
        return;
      }
      if (!isProblem(error, 'run.wrong-state') && !isProblem(error, 'run.job-open'))
        this.world.witness.complain(`a person was told ${error instanceof Error ? error.message : String(error)}`);
      done();
    });
  }

  #start(): Errand['say'] {
    return async (ledger, key) => {
      await startOn(ledger, this.world.night, key);
      return undefined;
    };
  }

  #toDo({ run, steps }: { run: Run; steps: readonly RunStep[] }): Errand['say'] | undefined {
    if (run.endedAt !== undefined) return undefined;
    const decision = run.state === 'held' ? this.#decisionFor(run, steps) : undefined;
    if (decision !== undefined) return saying((reading) => decided(reading, decision, this.world.night.plan));
    const course = run.state === 'backing-out' ? 'backout' : 'install';
    const waiting = steps.find(({ state, plan }) => state === 'waiting-for-person' && plan === course);
    return waiting === undefined || run.state === 'held'
      ? undefined
      : saying((reading) => confirmed(reading, waiting.id, this.world.night.plan.decisionTree));
  }

  #decisionFor(run: Run, steps: readonly RunStep[]): RunDecision | undefined {
    const back = run.decisions.some(({ decision }) => decision === 'back-out');
    const step = steps.find((each) => each.plan === (back ? 'backout' : 'install') && bad(each));
    const reason = 'because';
    if (step === undefined) return { decision: 'resume', reason };
    const attempt = step.attempts.at(-1);
    if (attempt?.state === 'lost') {
      const said = saidOfLost(step, run) !== undefined;
      return said ? undefined : { decision: 'did-not-run', step: step.id, reason };
    }
    const decision = step.issuing === undefined && step.end !== 'unknown' ? this.world.night.decide(step.id) : 'retry';
    return { decision, step: step.id, reason };
  }
}

const saying =
  (decide: Decide): Errand['say'] =>
  (ledger, key) =>
    ledger.commit({ actor: { kind: 'person', id: 'relmgr' }, key: { key, digest: sha256Hex(key) }, decide });

async function runIn(reading: Reading): Promise<{ run: Run; steps: readonly RunStep[] }> {
  const run = await reading.get(runs, runId);
  if (run === undefined) throw new LockstepError('run.not-found', runId);
  const steps: RunStep[] = [];
  for (let after: string | undefined; ;) {
    const more = after === undefined ? {} : { after };
    const { rows, next } = await reading.query(runSteps, { index: 'run', eq: [runId], limit: 1000, ...more });
    steps.push(...rows);
    if (next === undefined) return { run, steps };
    after = next;
  }
}

async function decided(reading: Reading, draft: RunDecision, plan: World['night']['plan']) {
  return decideRun(draft, { ...(await runIn(reading)), release, plan, person: 'relmgr' });
}

async function confirmed(reading: Reading, id: string, decisionTree: World['night']['plan']['decisionTree']) {
  const [run, step] = [await reading.get(runs, runId), await reading.get(runSteps, stepKey(runId, id))];
  if (run === undefined || step === undefined) throw new LockstepError('run.not-found', id);
  const agreement = { decisionTree, decisionMaker: 'relmgr' };
  return confirmStep(run, step, { done: true, note: 'done' }, step.step.confirm?.by ?? '', agreement);
}
