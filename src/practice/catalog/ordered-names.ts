import { compareEbcdic } from '../codepages/code-page.ts';

type Compare = (left: string, right: string) => number;

/** Names in order, EBCDIC by default. Changes are gathered and merged when the order is looked at next: nothing is sorted twice. */
export class OrderedNames {
  private sorted: string[] = [];
  private readonly added = new Set<string>();
  private readonly removed = new Set<string>();

  constructor(private readonly compare: Compare = compareEbcdic) {}

  add(name: string): void {
    if (!this.removed.delete(name)) this.added.add(name);
  }

  delete(name: string): void {
    if (!this.added.delete(name)) this.removed.add(name);
  }

  all(): readonly string[] {
    if (this.added.size > 0 || this.removed.size > 0) this.merge();
    return this.sorted;
  }

  /** The names that start so. */
  startingWith(prefix: string): readonly string[] {
    const all = this.all();
    if (prefix === '') return all;
    const from = this.firstAtLeast(prefix);
    let to = from;
    while (all[to]?.startsWith(prefix) === true) to += 1;
    return all.slice(from, to);
  }

  /** Where the first name stands that is not less. */
  firstAtLeast(name: string): number {
    const names = this.all();
    let [low, high] = [0, names.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compare(names[middle] ?? '', name) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private merge(): void {
    const coming = [...this.added].sort(this.compare);
    const merged: string[] = [];
    let at = 0;
    for (const name of this.sorted) {
      if (this.removed.has(name)) continue;
      for (let next = coming[at]; next !== undefined && this.compare(next, name) < 0; next = coming[at]) {
        merged.push(next);
        at += 1;
      }
      merged.push(name);
    }
    for (; at < coming.length; at += 1) merged.push(coming[at] ?? '');
    this.sorted = merged;
    this.added.clear();
    this.removed.clear();
  }
}
