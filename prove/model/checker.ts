/** One move of a model: what happens, what comes of it, and the property that it breaks, where it breaks one. */
export interface Move<S> {
  readonly label: string;
  readonly to: S;
  readonly kind: MoveKind;
  readonly breaks?: string;
}

/** A fault need not happen, and a person need not act; what is left must come to an end by itself. */
export type MoveKind = 'protocol' | 'person' | 'fault';

export interface Model<S> {
  readonly initial: S;
  moves(state: S): readonly Move<S>[];
  /** The whole state as text: two states with one text are the same state. No hash stands in for it. */
  textOf(state: S): string;
  /** What must be reachable from everywhere, by moves of these kinds alone. */
  readonly goals?: readonly Goal<S>[];
}

export interface Goal<S> {
  readonly name: string;
  readonly by: readonly MoveKind[];
  readonly holds: (state: S) => boolean;
}

export interface Bounds {
  readonly states: number;
  /** Milliseconds. */
  readonly ms: number;
  /** Heap in use, in bytes. */
  readonly bytes: number;
}

/** `all`: every reachable state was seen. `found`: the search ended at a broken property. `limit`: nothing is shown. */
export interface Explored {
  readonly ended: 'all' | 'found' | 'limit';
  readonly states: number;
  readonly moves: number;
  /** Moves from the initial state to the farthest one. */
  readonly depth: number;
  readonly ms: number;
  readonly broken?: { readonly property: string; readonly trace: readonly string[] };
  readonly limit?: string;
}

const checkEvery = 2048;

/**
 * Sees every reachable state once, nearest first, so that the first broken property comes with a shortest trace. Goals
 * are judged at the end, when the whole graph is known.
 *
 * @param property the one property whose breaking ends the search; any, when it is left out
 */
export function explore<S>(model: Model<S>, bounds: Bounds, property?: string): Explored {
  return new Exploration(model, bounds, property).run();
}

class Exploration<S> {
  readonly #began = performance.now();
  readonly #known = new Map<string, number>();
  readonly #parents: number[] = [];
  readonly #labels: string[] = [];
  readonly #depths: number[] = [];
  /** The moves as triples of source, target and kind, for the goals. */
  readonly #edges: number[] = [];
  readonly #reached: boolean[][];
  #moves = 0;

  /** Memory that was taken before anything was explored. */
  readonly #before = process.memoryUsage().heapUsed;

  constructor(
    private readonly model: Model<S>,
    private readonly bounds: Bounds,
    private readonly property: string | undefined,
  ) {
    this.#reached = (model.goals ?? []).map(() => []);
  }

  run(): Explored {
    let level: { state: S; at: number }[] = [];
    this.#note(this.model.initial, -1, '', level);
    while (level.length > 0) {
      const next: typeof level = [];
      for (const { state, at } of level) {
        const found = this.#follow(state, at, next);
        if (found !== undefined) return this.#told('found', { broken: found });
        const limit = this.#limit(at);
        if (limit !== undefined) return this.#told('limit', { limit });
      }
      level = next;
    }
    const stuck = this.#stuck();
    return stuck === undefined ? this.#told('all', {}) : this.#told('found', { broken: stuck });
  }

  #follow(state: S, at: number, next: { state: S; at: number }[]): Explored['broken'] {
    for (const { label, to, kind, breaks } of this.model.moves(state)) {
      this.#moves += 1;
      if (breaks !== undefined && (this.property === undefined || breaks === this.property))
        return { property: breaks, trace: [...this.#trace(at), label] };
      const target = this.#note(to, at, label, next);
      if (this.#reached.length > 0) this.#edges.push(at, target, kinds.indexOf(kind));
    }
    return undefined;
  }

  #note(state: S, parent: number, label: string, level: { state: S; at: number }[]): number {
    const text = this.model.textOf(state);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const at = this.#known.size;
    this.#known.set(text, at);
    this.#parents.push(parent);
    this.#labels.push(label);
    this.#depths.push(parent < 0 ? 0 : this.#depths[parent]! + 1);
    for (const [goal, { holds }] of (this.model.goals ?? []).entries()) this.#reached[goal]!.push(holds(state));
    level.push({ state, at });
    return at;
  }

  #limit(at: number): string | undefined {
    const { states, ms, bytes } = this.bounds;
    if (this.#known.size > states) return `more than ${states} states`;
    if (at % checkEvery !== 0) return undefined;
    if (performance.now() - this.#began > ms) return `longer than ${Math.round(ms)} ms`;
    return process.memoryUsage().heapUsed - this.#before > bytes ? `more than ${bytes} bytes` : undefined;
  }

  /** The nearest state from which a goal cannot be reached, found backwards from those that hold it. */
  #stuck(): Explored['broken'] {
    for (const [index, { name, by }] of (this.model.goals ?? []).entries()) {
      const reached = this.#reached[index]!;
      const allowed = new Set(by.map((kind) => kinds.indexOf(kind)));
      const sources = this.#sourcesBy(allowed);
      const waiting = reached.flatMap((holds, at) => (holds ? [at] : []));
      for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
        for (let edge = sources.first[at]!; edge >= 0; edge = sources.next[edge]!) {
          const source = this.#edges[edge * 3]!;
          if (reached[source] === true) continue;
          reached[source] = true;
          waiting.push(source);
        }
      const stuck = reached.indexOf(false);
      if (stuck >= 0) return { property: name, trace: this.#trace(stuck) };
    }
    return undefined;
  }

  /** Moves by target, as linked lists. */
  #sourcesBy(allowed: ReadonlySet<number>): { first: Int32Array; next: Int32Array } {
    const first = new Int32Array(this.#known.size).fill(-1);
    const next = new Int32Array(this.#edges.length / 3).fill(-1);
    for (let edge = 0; edge < next.length; edge += 1) {
      if (!allowed.has(this.#edges[edge * 3 + 2]!)) continue;
      const target = this.#edges[edge * 3 + 1]!;
      next[edge] = first[target]!;
      first[target] = edge;
    }
    return { first, next };
  }

  #trace(at: number): string[] {
    const labels: string[] = [];
    for (let state = at; this.#parents[state]! >= 0; state = this.#parents[state]!) labels.push(this.#labels[state]!);
    return labels.reverse();
  }

  #told(ended: Explored['ended'], more: Pick<Explored, 'broken' | 'limit'>): Explored {
    const counts = { states: this.#known.size, moves: this.#moves, depth: this.#depths.at(-1) ?? 0 };
    return { ended, ...counts, ms: performance.now() - this.#began, ...more };
  }
}

const kinds: readonly MoveKind[] = ['protocol', 'person', 'fault'];
