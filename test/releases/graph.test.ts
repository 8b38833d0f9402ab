import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderOf, settledEdges, type Edge, type Writer } from '../../src/releases/graph.rules.ts';
import { LockstepError } from '../../src/shared/errors.ts';

const ids = ['010', '020', '030', '040', '050', '060', '070', '080', '090', '100'];

/** Edges that only go up, so that there is no circle, in any order and with doubles. */
const upward: fc.Arbitrary<Edge[]> = fc.array(
  fc
    .tuple(fc.nat(ids.length - 1), fc.nat(ids.length - 1), fc.boolean(), fc.constantFrom('one', 'two'))
    .filter(([a, b]) => a !== b)
    .map(([a, b, declared, because]) => ({
      from: ids[Math.min(a, b)] ?? '',
      to: ids[Math.max(a, b)] ?? '',
      because,
      declared,
    })),
  { maxLength: 40 },
);

const writers: fc.Arbitrary<Writer[]> = fc.array(
  fc.record({
    step: fc.constantFrom(...ids),
    writes: fc.uniqueArray(fc.constantFrom('LIB.A', 'LIB.B', 'LIB.C'), { maxLength: 3 }),
  }),
  { maxLength: 8 },
);

function reaches(edges: readonly Edge[], from: string, to: string): boolean {
  return edges.some((edge) => edge.from === from && (edge.to === to || reaches(edges, edge.to, to)));
}

describe('the graph of a plan', () => {
  it('never lets two unordered steps write one library', () => {
    fc.assert(
      fc.property(upward, writers, (edges, writing) => {
        const settled = settledEdges(ids, edges, writing);
        for (const a of writing)
          for (const b of writing)
            if (a.step < b.step && a.writes.some((library) => b.writes.includes(library)))
              expect(reaches(settled, a.step, b.step) || reaches(settled, b.step, a.step)).toBe(true);
      }),
    );
  });

  it('has no circle, a reason on every edge, and every order that was asked for', () => {
    fc.assert(
      fc.property(upward, writers, (edges, writing) => {
        const settled = settledEdges(ids, edges, writing);
        const order = orderOf(ids, settled);
        expect([...order].sort()).toEqual(ids);
        expect(settled.every(({ because }) => because !== '')).toBe(true);
        for (const { from, to } of edges) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
      }),
    );
  });

  it('keeps what people declared, and no derived edge that others imply', () => {
    fc.assert(
      fc.property(upward, (edges) => {
        const settled = settledEdges(ids, edges, []);
        for (const { from, to, declared } of edges)
          if (declared) expect(settled.some((edge) => edge.from === from && edge.to === to)).toBe(true);
        for (const edge of settled)
          if (!edge.declared)
            expect(
              reaches(
                settled.filter((one) => one !== edge),
                edge.from,
                edge.to,
              ),
            ).toBe(false);
      }),
    );
  });

  it('refuses a circle and names its steps', () => {
    const edge = (from: string, to: string): Edge => ({ from, to, because: 'x', declared: true });
    const circle = [edge('010', '020'), edge('020', '030'), edge('030', '020'), edge('030', '040')];
    let caught: unknown;
    try {
      settledEdges(ids, circle, []);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(LockstepError);
    expect(caught).toMatchObject({ code: 'release.dependency-cycle' });
    expect([...((caught as LockstepError).facts['steps'] as string[])].sort()).toEqual(['020', '030']);
  });
});
