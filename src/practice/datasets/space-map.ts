import type { Extent } from './volumes.ts';

interface Gap {
  from: number;
  tracks: number;
}

/** Free tracks of one volume, first fit. */
export class SpaceMap {
  private gaps: Gap[];
  private free: number;

  constructor(
    readonly serial: string,
    readonly tracks: number,
    taken: readonly Extent[] = [],
  ) {
    this.gaps = [];
    let next = 0;
    for (const { from, tracks: length } of [...taken].sort((a, b) => a.from - b.from)) {
      if (from > next) this.gaps.push({ from: next, tracks: from - next });
      next = Math.max(next, from + length);
    }
    if (next < tracks) this.gaps.push({ from: next, tracks: tracks - next });
    this.free = this.gaps.reduce((sum, gap) => sum + gap.tracks, 0);
  }

  get freeTracks(): number {
    return this.free;
  }

  /** Takes so many tracks in as few pieces as can be. @returns undefined when that needs more than `pieces` */
  take(tracks: number, pieces: number): Extent[] | undefined {
    if (tracks === 0) return [];
    if (tracks > this.free) return undefined;
    const whole = this.gaps.find((gap) => gap.tracks >= tracks);
    const chosen = whole === undefined ? this.largest(tracks, pieces) : [whole];
    if (chosen === undefined) return undefined;
    let left = tracks;
    const extents: Extent[] = [];
    for (const gap of chosen) {
      const length = Math.min(left, gap.tracks);
      extents.push({ volume: this.serial, from: gap.from, tracks: length });
      gap.from += length;
      gap.tracks -= length;
      left -= length;
    }
    this.gaps = chosen.some((gap) => gap.tracks === 0) ? this.gaps.filter((gap) => gap.tracks > 0) : this.gaps;
    this.free -= tracks;
    return extents;
  }

  give(extents: readonly Extent[]): void {
    for (const { from, tracks } of extents) {
      const at = this.firstAfter(from);
      const [before, after] = [this.gaps[at - 1], this.gaps[at]];
      const joinsBefore = before !== undefined && before.from + before.tracks === from;
      const joinsAfter = after?.from === from + tracks;
      if (joinsBefore) {
        before.tracks += tracks + (joinsAfter ? after.tracks : 0);
        if (joinsAfter) this.gaps.splice(at, 1);
      } else if (joinsAfter) {
        after.from = from;
        after.tracks += tracks;
      } else this.gaps.splice(at, 0, { from, tracks });
      this.free += tracks;
    }
  }

  private largest(tracks: number, pieces: number): Gap[] | undefined {
    const chosen = [...this.gaps].sort((a, b) => b.tracks - a.tracks).slice(0, pieces);
    return chosen.reduce((sum, gap) => sum + gap.tracks, 0) < tracks ? undefined : chosen;
  }

  private firstAfter(from: number): number {
    let [low, high] = [0, this.gaps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.gaps[middle]?.from ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
