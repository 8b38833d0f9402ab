import fc from 'fast-check';
import { z } from 'zod';

/** What befalls an instance: `stands still` ends after a while, and it goes on as if no time had passed. */
const instanceFaults = ['crash', 'crash, its requests lost', 'stands still'] as const;
/** What befalls the next call that changes something: all but the last leave the caller without an answer. */
const callFaults = ['answer lost', 'request lost', 'request late', 'request sent twice'] as const;

/**
 * One interleaving: everything that chance decides in it. The same values give the same night, call by call, for as long
 * as the engine makes the same calls.
 */
export const Interleaving = z.strictObject({
  night: z.enum(['short', 'failed']),
  /** What fast-check's scheduler draws from. */
  schedule: z.int(),
  /** Calls and answers whose turn is chosen by it; after them everything goes on in its own order. */
  choices: z.int().min(0),
  faults: z.array(
    z.strictObject({
      /** Comes when so many choices were made. */
      after: z.int().min(0),
      kind: z.enum([...instanceFaults, ...callFaults]),
      /** Of the instances that live, by age. */
      who: z.int().min(0).max(1),
    }),
  ),
  /** Milliseconds of the book until a job is listed. */
  lagMs: z.int().min(0),
  /** The book's clock runs so many times as fast as the machine's. */
  speed: z.int().min(1),
});

export type Interleaving = z.infer<typeof Interleaving>;
export type InstanceFault = (typeof instanceFaults)[number];
export type CallFault = (typeof callFaults)[number];

export const isOfCall = (kind: InstanceFault | CallFault): kind is CallFault =>
  callFaults.some((each) => each === kind);

/** Interleavings of two instances; they shrink to fewer faults and to an earlier end of the disorder. */
export function interleavings(most: { readonly choices: number }): fc.Arbitrary<Interleaving> {
  const fault = fc.record({
    after: fc.noBias(fc.nat(most.choices)),
    kind: fc.constantFrom<InstanceFault | CallFault>(...callFaults, ...instanceFaults),
    who: fc.nat(1),
  });
  return fc.record({
    night: fc.constantFrom('short' as const, 'failed' as const),
    schedule: fc.noShrink(fc.integer()),
    choices: fc.noBias(fc.nat(most.choices)),
    faults: fc.array(fault, { minLength: 0, maxLength: 6, size: 'max' }),
    lagMs: fc.constantFrom(0, 45_000),
    speed: fc.constantFrom(20, 50),
  });
}
