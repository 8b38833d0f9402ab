import type { Jes } from '../jes/jes.ts';
import { jobText } from './job-text.ts';
import type { OccurrenceOperation } from './occurrences.ts';
import type { PlanStatus } from './plan-status.ts';
import type { SchedulerParts } from './scheduler-parts.ts';
import type { SchedulerSite } from './subsystems.schema.ts';

export interface SubmitterParts extends Pick<SchedulerParts, 'clock' | 'dataSets'> {
  site: SchedulerSite;
  /** Operations of the current plan in order of their start. */
  plan: () => readonly OccurrenceOperation[];
  statuses: PlanStatus;
}

const longestNapMs = 3_600_000;

/** Submits operations when they are due, not held, and what they wait for is complete. */
export class Submitter {
  private halted = false;
  private running: Promise<void> = Promise.resolve();
  private nap = new AbortController();

  constructor(private readonly parts: SubmitterParts) {}

  start(jes: Pick<Jes, 'submit'>): void {
    this.running = this.loop(jes);
  }

  /** Looks again now: something changed. */
  wake(): void {
    this.nap.abort(new Error('something changed'));
  }

  async stop(): Promise<void> {
    this.halted = true;
    this.wake();
    await this.running;
  }

  private async loop(jes: Pick<Jes, 'submit'>): Promise<void> {
    while (!this.halted) {
      this.nap = new AbortController();
      const untilNextMs = this.turn(jes);
      await this.parts.clock.sleep(untilNextMs, this.nap.signal).catch(() => undefined);
    }
  }

  /** @returns milliseconds until the next operation is due */
  private turn(jes: Pick<Jes, 'submit'>): number {
    const { plan, statuses, clock } = this.parts;
    const all = plan();
    const waiting = all.filter(({ key }) => statuses.of(key).status === 'waiting');
    for (const operation of waiting) {
      const due = operation.startsAt <= clock.now() && !statuses.of(operation.key).held;
      if (due && predecessorsDone(operation, all, statuses)) this.submit(jes, operation);
    }
    const next = waiting.find(({ startsAt }) => startsAt > clock.now());
    return Math.max(1, Math.min(longestNapMs, (next?.startsAt ?? Infinity) - clock.now()));
  }

  private submit(jes: Pick<Jes, 'submit'>, { key, jobname, adid }: OccurrenceOperation): void {
    const { site, dataSets, statuses } = this.parts;
    const [, date = ''] = key.split(' ');
    const before = statuses.of(key);
    const jcl =
      before.jcl ?? jobText(dataSets, site.jclLibraries, jobname, { OYMD1: date.replaceAll('-', ''), OADID: adid });
    const job = jcl === undefined ? undefined : jes.submit({ jcl: [...jcl], user: site.user });
    if (job === undefined) statuses.set(key, { ...before, status: 'error' });
    else statuses.set(key, { ...before, status: 'started', jobid: job.jobid, jcl: [...(jcl ?? [])] });
  }
}

/** Inside an occurrence its own operation counts; of another application the nearest that starts no later. */
function predecessorsDone(
  operation: OccurrenceOperation,
  all: readonly OccurrenceOperation[],
  statuses: PlanStatus,
): boolean {
  const occurrence = operation.key.slice(0, operation.key.lastIndexOf(' '));
  return (operation.predecessors ?? []).every(({ adid, number }) => {
    const found =
      adid === undefined
        ? all.find(({ key }) => key === `${occurrence} ${String(number)}`)
        : all.findLast((one) => one.adid === adid && one.number === number && one.startsAt <= operation.startsAt);
    return found === undefined || statuses.of(found.key).status === 'complete';
  });
}
