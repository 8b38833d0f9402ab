import { type Act, isLate, nextActs, type Picture } from './next-acts.rules.ts';
import { type RunPicture, together } from './pictures.ts';

/** What the acts of a run follow from, beside its own picture. */
export interface Surroundings extends Pick<Picture, 'seen' | 'sideBySide' | 'now'> {
  /** Other runs on the same system. */
  readonly others: readonly RunPicture[];
}

interface Kept extends Omit<Surroundings, 'now'> {
  readonly picture: RunPicture;
  readonly late: boolean;
  readonly acts: readonly Act[];
}

/** Decides anew only for a run of which something has changed: a look at many runs costs as much as one at that run. */
export class KeptActs {
  readonly #kept = new Map<string, Kept>();

  of(picture: RunPicture, { others, seen, sideBySide, now }: Surroundings): readonly Act[] {
    const { run, steps } = picture;
    const late = isLate({ run, steps, now });
    const kept = this.#kept.get(run.id);
    if (
      kept?.picture === picture &&
      kept.seen === seen &&
      kept.late === late &&
      kept.others.length === others.length &&
      kept.others.every((each, at) => each === others[at])
    )
      return kept.acts;
    const elsewhere = together(others.map(({ holdings }) => holdings));
    const acts = nextActs({ run, steps, seen, sideBySide, now, elsewhere });
    this.#kept.set(run.id, { picture, others, seen, sideBySide, late, acts });
    return acts;
  }

  /** Forgets runs that are over. */
  keepOnly(pictures: readonly RunPicture[]): void {
    const ids = new Set(pictures.map(({ run }) => run.id));
    for (const id of this.#kept.keys()) if (!ids.has(id)) this.#kept.delete(id);
  }
}
