/** Something that takes time. Moments in milliseconds since 1970. */
export interface Span {
  readonly id: string;
  readonly starts: number;
  readonly ends: number;
}

export interface Packed<S extends Span> {
  readonly spans: readonly (S & { readonly lane: number })[];
  readonly lanes: number;
}

/** Puts spans into as few lanes as it takes for none to cover another; each goes into the first lane that is free. */
export function packed<S extends Span>(spans: readonly S[]): Packed<S> {
  const free: number[] = [];
  const placed = [...spans]
    .sort((one, other) => one.starts - other.starts || one.ends - other.ends)
    .map((span) => {
      const found = free.findIndex((until) => until <= span.starts);
      const lane = found === -1 ? free.length : found;
      free[lane] = span.ends;
      return { ...span, lane };
    });
  return { spans: placed, lanes: free.length };
}

/** The stretch of time that is drawn: the window, and whatever lies beyond it. */
export function stretchOf(moments: readonly number[]): { readonly from: number; readonly to: number } {
  const from = Math.min(...moments);
  const to = Math.max(...moments);
  return { from, to: to > from ? to : from + 1 };
}

/** Full hours, and half hours where the stretch is short, within a stretch. */
export function ticksOf({ from, to }: { readonly from: number; readonly to: number }): readonly number[] {
  const hour = 3_600_000;
  const hours = (to - from) / hour;
  const every = hours > 48 ? 24 * hour : hours > 12 ? 3 * hour : hours > 6 ? hour : hour / 2;
  const first = Math.ceil(from / every) * every;
  const count = Math.max(0, Math.floor((to - first) / every) + 1);
  return Array.from({ length: count }, (_, index) => first + index * every);
}
