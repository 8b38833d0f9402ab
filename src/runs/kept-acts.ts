import { type Act, type Holdings, isLate, nextActs, type Picture } from './next-acts.rules.ts';
import { type RunPicture, together } from './pictures.ts';

/** What the acts of a run follow from, beside its own picture. */
export interface Surroundings extends Pick<Picture, 'seen' | 'sideBySide' | 'now'> {
  /** Other runs on the same system. */
  readonly others: readonly RunPicture[];
}

interface Kept extends Pick<Surroundings, 'seen'> {
  readonly picture: RunPicture;
  /** What the jobs of other runs take up, as a text to compare. */
  readonly taken: string;
  readonly late: boolean;
  readonly acts: readonly Act[];
}

/** Decides anew only for a run of which something has changed: a look at many runs costs as much as one at that run. */
export class KeptActs {
  readonly #kept = new Map<string, Kept>();

  of(picture: RunPicture, { others, seen, sideBySide, now }: Surroundings): readonly Act[] {
    const { run, steps } = picture;
    const late = isLate({ run, steps, now });
    const elsewhere = together(others.map(({ holdings }) => holdings));
    const taken = textOf(elsewhere);
    const kept = this.#kept.get(run.id);
    if (kept?.picture === picture && kept.seen === seen && kept.late === late && kept.taken === taken) return kept.acts;
    const acts = nextActs({ run, steps, seen, sideBySide, now, elsewhere });
    this.#kept.set(run.id, { picture, seen, taken, late, acts });
    return acts;
  }

  /** Forgets runs that are over. */
  keepOnly(pictures: readonly RunPicture[]): void {
    const ids = new Set(pictures.map(({ run }) => run.id));
    for (const id of this.#kept.keys()) if (!ids.has(id)) this.#kept.delete(id);
  }
}

const textOf = ({ classes, waiting, libraries }: Holdings): string =>
  JSON.stringify([[...classes].sort(), [...waiting].sort(), [...libraries].sort()]);
