import type { Run, RunStep } from '../runs/run.schema.ts';
import { systemClock } from '../shared/clock.ts';
import { ApiRefusal } from './api-client.ts';
import { pace, releaseId } from './before-the-night.ts';
import { actAtTheSystem } from './night-people.ts';
import type { Stage } from './stage.ts';
import type { Teller } from './teller.ts';

export interface NightOptions {
  readonly kill: boolean;
  /** Book seconds a machine second. */
  readonly speed: number;
}

/** The evening before the window: end of day runs under the scheduler, until a minute before 23:00. */
export async function passEvening(stage: Stage, tell: Teller): Promise<void> {
  tell.chapter('Saturday 12 September: the evening passes, SVJEOD99 runs under the scheduler');
  await pace(stage, { to: '2026-09-12T22:09', speed: 30, because: 'the evening' });
  while ((await stage.practice.statusOf('SVJEOD99')) !== 'ACTIVE') await systemClock.sleep(50);
  await pace(stage, { speed: 1500, because: 'end of day takes its time' });
  while ((await stage.practice.statusOf('SVJEOD99')) !== 'OUTPUT') await systemClock.sleep(20);
  await pace(stage, { to: '2026-09-12T23:00', because: 'the window opens' });
}

/** Starts the run, follows it, does what its people do, until it is over. */
export async function runNight(stage: Stage, tell: Teller, { kill, speed }: NightOptions): Promise<Run> {
  tell.chapter('23:00: every check once more, then the run starts');
  const run = await stage.as('relmgr').post<Run>(`/releases/${releaseId}/runs`);
  tell.line(`${run.id}  started by relmgr; live at ${stage.serviceUrl()}/`);
  await pace(stage, { speed, because: 'the night' });
  const over = new AbortController();
  const night = new Night(stage, tell, run.id);
  let toKill = kill;
  try {
    await night.look();
    for await (const _page of stage.as('relmgr').follow([`run:${run.id}`, `step:${run.id}/`], 0, over.signal)) {
      const now = await night.look();
      if (now.state === 'completed' || now.state === 'backed-out' || now.state === 'failed' || night.isStuck) break;
      if (toKill && night.isAt('070', 'running')) {
        toKill = false;
        await killInTheMiddle(stage, tell);
      }
    }
  } finally {
    over.abort();
    await pace(stage, { speed: 1, because: 'the night is over' });
  }
  return night.finish();
}

async function killInTheMiddle(stage: Stage, tell: Teller): Promise<void> {
  tell.bad('SIGKILL: the service is gone, with the binds under way on the system');
  await stage.killAndRestart(() => systemClock.sleep(500));
  tell.good('started again: it reads the book, and goes on with the jobs that it finds');
}

/** What is known of a night, and what its people are doing about it. */
class Night {
  readonly #told = new Map<string, string>();
  readonly #acting = new Map<string, Promise<void>>();
  #steps: readonly RunStep[] = [];
  #nobodyKnows = false;

  constructor(
    private readonly stage: Stage,
    private readonly tell: Teller,
    private readonly run: string,
  ) {}

  isAt(step: string, state: RunStep['state']): boolean {
    return this.#steps.some((each) => each.id === step && each.state === state);
  }

  /** True once the run is held for something that the sample's people have no answer to. */
  get isStuck(): boolean {
    return this.#nobodyKnows;
  }

  /** Reads the run, tells what is new, and lets whoever is waited for begin. */
  async look(): Promise<Run> {
    const api = this.stage.as('relmgr');
    const [run, { rows }] = await Promise.all([
      api.get<Run>(`/runs/${this.run}`),
      api.get<{ rows: RunStep[] }>(`/runs/${this.run}/steps`),
    ]);
    this.#steps = rows;
    for (const step of rows) {
      this.#tellChange(step, run);
      if (step.state === 'waiting-for-person') this.#once(step.id, () => this.#confirm(step));
    }
    if (run.state === 'held' && run.advice !== undefined)
      this.#once(`held ${run.advice.step}`, () => this.#backOut(run));
    return run;
  }

  async finish(): Promise<Run> {
    await Promise.all(this.#acting.values());
    return this.look();
  }

  #once(key: string, act: () => Promise<void>): void {
    if (this.#acting.has(key)) return;
    const acting = act().catch((error: unknown) => {
      this.tell.bad(error instanceof Error ? error.message : String(error));
      // What was refused stays refused; what did not arrive is tried again at the next look.
      if (!(error instanceof ApiRefusal)) this.#acting.delete(key);
    });
    this.#acting.set(key, acting);
  }

  #tellChange(step: RunStep, run: Run): void {
    const { state, id } = step;
    const attempt = step.attempts.at(-1);
    const picture = `${state} ${attempt?.jobid ?? ''} ${attempt?.jobSteps.length ?? 0}`;
    const before = this.#told.get(id);
    this.#told.set(id, picture);
    if (
      before === picture ||
      state === 'pending' ||
      state === 'submitted' ||
      (before === undefined && state === 'skipped')
    )
      return;
    const left = Math.floor((Date.parse(run.window.cutOff) - this.stage.clock.now()) / 60_000);
    this.tell.step(step, this.#localTime(), left);
  }

  #localTime(): string {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone: this.stage.timeZone,
      hour: '2-digit',
      minute: '2-digit',
    }).format(this.stage.clock.now());
  }

  /** The person acts on the system first, takes the time that it takes, and then confirms. */
  async #confirm(step: RunStep): Promise<void> {
    const person = step.step.confirm?.by ?? '';
    await this.stage.clock.sleep(Math.max(0, step.step.minutes * 60_000 - 20_000));
    const note = await actAtTheSystem(step, this.stage);
    await this.stage.as(person).post(`/runs/${this.run}/steps/${step.id}/confirmation`, { note });
  }

  async #backOut({ advice, id }: Run): Promise<void> {
    if (advice === undefined) return;
    if (advice.advice !== 'back-out') {
      this.#nobodyKnows = true;
      this.tell.bad(`held at ${advice.step}: ${advice.because}; ${advice.confirmBy} would decide`);
      return;
    }
    this.tell.bad(
      `held at ${advice.step}: the decision tree says ${advice.advice}, and ${advice.confirmBy} confirms. ${advice.because}`,
    );
    await this.stage.clock.sleep(60_000);
    await this.stage
      .as(advice.confirmBy)
      .post(`/runs/${id}/decisions`, { decision: 'back-out', reason: advice.because });
  }
}
