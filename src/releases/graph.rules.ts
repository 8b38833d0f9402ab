import { LockstepError } from '../shared/errors.ts';

/** One step waits for another. Declared edges stay as a person wrote them; derived ones may be left out as implied. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly because: string;
  readonly declared: boolean;
}

/** What a step writes: two steps that write one library are never unordered. */
export interface Writer {
  readonly step: string;
  readonly writes: readonly string[];
}

/**
 * Puts edges together: doubles merged with both reasons, one writer a library at a time, derived edges that others
 * imply left out.
 *
 * @param steps all step ids; every edge names two of them
 * @returns edges in order of `to`, then `from`
 * @throws {LockstepError} `release.dependency-cycle`; `facts.steps` are the steps of one circle, in order
 */
export function settledEdges(steps: readonly string[], edges: readonly Edge[], writers: readonly Writer[]): Edge[] {
  const merged = mergedEdges(edges);
  const order = orderOf(steps, merged);
  return reduced(steps, [...merged, ...writerEdges(steps, merged, writers, order)]).sort(
    (a, b) => compare(a.to, b.to) || compare(a.from, b.from),
  );
}

/**
 * Steps in an order in which each comes after all that it waits for; equal graphs give equal orders.
 *
 * @throws {LockstepError} `release.dependency-cycle`
 * @see Kahn, "Topological sorting of large networks", CACM 5(11), 1962
 */
export function orderOf(steps: readonly string[], edges: readonly Pick<Edge, 'from' | 'to'>[]): string[] {
  const waits = new Map(steps.map((step) => [step, new Set<string>()]));
  for (const { from, to } of edges) waits.get(to)?.add(from);
  const order = new Set<string>();
  const left = new Set([...steps].sort(compare));
  while (left.size > 0) {
    const next = [...left].find((step) => [...(waits.get(step) ?? [])].every((before) => order.has(before)));
    if (next === undefined) throw circle([...left], waits);
    order.add(next);
    left.delete(next);
  }
  return [...order];
}

function circle(left: readonly string[], waits: ReadonlyMap<string, ReadonlySet<string>>): LockstepError {
  const path: string[] = [];
  let step = left[0] ?? '';
  while (!path.includes(step)) {
    path.push(step);
    step = [...(waits.get(step) ?? [])].filter((before) => left.includes(before)).sort(compare)[0] ?? '';
  }
  const steps = path.slice(path.indexOf(step)).reverse();
  return new LockstepError('release.dependency-cycle', `steps ${steps.join(', ')} wait for each other in a circle`, {
    steps,
  });
}

function mergedEdges(edges: readonly Edge[]): Edge[] {
  const merged = new Map<string, Edge & { readonly reasons: Set<string> }>();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to}`;
    const known = merged.get(key);
    const reasons = known?.reasons ?? new Set<string>();
    for (const reason of edge.because.split('; ')) reasons.add(reason);
    merged.set(key, { ...edge, reasons, declared: edge.declared || known?.declared === true });
  }
  return [...merged.values()].map(({ reasons, ...edge }) => ({ ...edge, because: [...reasons].join('; ') }));
}

function writerEdges(
  steps: readonly string[],
  edges: readonly Edge[],
  writers: readonly Writer[],
  order: readonly string[],
): Edge[] {
  const reach = reachOf(steps, edges);
  const byLibrary = new Map<string, string[]>();
  for (const { step, writes } of writers)
    for (const library of new Set(writes)) byLibrary.set(library, [...(byLibrary.get(library) ?? []), step]);
  return [...byLibrary].flatMap(([library, group]) => {
    const inOrder = [...new Set(group)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    return inOrder.slice(1).flatMap((to, at) => {
      const from = inOrder[at] ?? '';
      return reach.get(from)?.has(to) === true
        ? []
        : [{ from, to, because: `both write ${library}: one writer a library at a time`, declared: false }];
    });
  });
}

function reduced(steps: readonly string[], edges: readonly Edge[]): Edge[] {
  const merged = mergedEdges(edges);
  const reach = reachOf(steps, merged);
  return merged.filter(
    ({ from, to, declared }) =>
      declared ||
      !merged.some((other) => other.from === from && other.to !== to && reach.get(other.to)?.has(to) === true),
  );
}

/** For each step all that come after it, directly or by others. */
function reachOf(steps: readonly string[], edges: readonly Edge[]): Map<string, Set<string>> {
  const reach = new Map<string, Set<string>>();
  for (const step of orderOf(steps, edges).reverse()) {
    const after = new Set<string>();
    for (const { from, to } of edges)
      if (from === step) {
        after.add(to);
        for (const further of reach.get(to) ?? []) after.add(further);
      }
    reach.set(step, after);
  }
  return reach;
}

/** By UTF-8 bytes, as everything that is ordered here. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
