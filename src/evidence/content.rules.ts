import type { ItemPart } from '../changes/change.schema.ts';
import type { PlanStep, SystemCheck } from '../releases/plan.schema.ts';
import type { RunStep } from '../runs/run.schema.ts';
import type { ContentAfter } from './statement.schema.ts';

/** A library member as people write it: `LIBRARY(MEMBER)`. */
export const placeOf = ({ library, member }: { readonly library: string; readonly member: string }): string =>
  `${library}(${member})`;

type Content = Pick<ContentAfter, 'is' | 'digest'>;
type Part = Pick<ItemPart, 'member' | 'staging' | 'production' | 'approved' | 'baseline'>;

const present = (digest: string | undefined): Content =>
  digest === undefined ? { is: 'unknown' } : { is: 'present', digest };
const absent: Content = { is: 'absent' };

/**
 * What is known of the content at each part's production place after these steps, and what showed it. A job that
 * writes a library makes its members unknown from its release on; a later check that passed, or else the accepted end
 * of that job, makes them known again. Nothing is assumed of a job that did not end well.
 *
 * @param planned the steps of both plans with their checks
 * @returns by `LIBRARY(MEMBER)` in production
 */
export function contentAfter(
  parts: readonly Part[],
  steps: readonly RunStep[],
  planned: readonly PlanStep[],
): Map<string, ContentAfter> {
  const known = new Known(parts);
  const events = steps.flatMap((step) => eventsOf(step, planned.find(({ id }) => id === step.id)?.checks ?? []));
  events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.rank - b.rank));
  for (const { tell } of events) tell(known);
  return known.production();
}

interface Event {
  readonly at: string;
  /** Among events of one instant: writing, then ending, then looking. */
  readonly rank: number;
  readonly tell: (known: Known) => void;
}

function eventsOf(step: RunStep, checks: readonly SystemCheck[]): Event[] {
  const events: Event[] = [];
  const writes = step.step.job?.writes ?? [];
  if (writes.length > 0)
    for (const { releasedAt } of step.attempts)
      if (releasedAt !== undefined)
        events.push({ at: releasedAt, rank: 0, tell: (known) => known.written(writes, step.id) });
  if (step.state !== 'succeeded' || step.endedAt === undefined) return events;
  const at = step.endedAt;
  if (writes.length > 0) events.push({ at, rank: 1, tell: (known) => known.ended(writes, step) });
  if (step.checks.every(({ verdict }) => verdict === 'pass' || verdict === 'not-applicable'))
    for (const check of checks) events.push({ at, rank: 2, tell: (known) => known.compared(check, step.id) });
  return events;
}

/** Contents by place, production places of the parts and every other place that checks speak of. */
class Known {
  private readonly contents = new Map<string, ContentAfter>();
  private readonly parts: ReadonlyMap<string, Part>;

  constructor(parts: readonly Part[]) {
    this.parts = new Map(parts.map((part) => [placeOf({ library: part.production, member: part.member }), part]));
    for (const [at, part] of this.parts) {
      const shownBy = { how: 'read when the change was submitted' } as const;
      this.contents.set(placeOf({ library: part.staging, member: part.member }), {
        ...present(part.approved),
        shownBy,
      });
      this.contents.set(at, { ...(part.baseline === undefined ? absent : present(part.baseline)), shownBy });
    }
  }

  production(): Map<string, ContentAfter> {
    const unknown: ContentAfter = { is: 'unknown', shownBy: { how: 'read when the change was submitted' } };
    return new Map([...this.parts.keys()].map((at) => [at, this.contents.get(at) ?? unknown]));
  }

  written(libraries: readonly string[], step: string): void {
    for (const [at, part] of this.parts)
      if (libraries.includes(part.production))
        this.contents.set(at, { is: 'unknown', shownBy: { step, how: 'written, and not compared since' } });
  }

  ended(libraries: readonly string[], { id, plan }: RunStep): void {
    const shownBy = { step: id, how: 'accepted codes of the job' } as const;
    for (const [at, part] of this.parts) {
      if (!libraries.includes(part.production)) continue;
      const before = part.baseline === undefined ? absent : present(part.baseline);
      this.contents.set(at, { ...(plan === 'install' ? present(part.approved) : before), shownBy });
    }
  }

  compared(check: SystemCheck, step: string): void {
    const shownBy = { step, how: 'content compared' } as const;
    if (check.kind === 'same-content')
      for (const { left, right } of check.pairs) this.same(placeOf(left), placeOf(right), step);
    if (check.kind === 'content-is')
      for (const { at, digest } of check.members) this.contents.set(placeOf(at), { ...present(digest), shownBy });
    if (check.kind === 'absent')
      for (const member of check.members) this.contents.set(placeOf(member), { ...absent, shownBy });
  }

  /** Two places hold the same: a production place follows the other one where that is known, and else tells it. */
  private same(left: string, right: string, step: string): void {
    const [production, other] = this.parts.has(left) ? [left, right] : [right, left];
    const source = this.isKnown(other) ? other : production;
    const content = this.contents.get(source);
    if (content === undefined || !this.isKnown(source)) return;
    const { is, digest } = content;
    const shown = {
      is,
      ...(digest === undefined ? {} : { digest }),
      shownBy: { step, how: 'content compared' } as const,
    };
    this.contents.set(production, shown);
    this.contents.set(other, shown);
  }

  private isKnown(place: string): boolean {
    const content = this.contents.get(place);
    return content !== undefined && content.is !== 'unknown';
  }
}
