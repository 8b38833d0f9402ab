import type { Proof } from './proof.ts';

/** A part of the proof: its name, the longest that it may take, and the door to its code. */
export interface Part {
  readonly name: string;
  /** What it shows, as a row of the table says it. */
  readonly shows: string;
  /** Its time box, in seconds. */
  readonly seconds: number;
  /** True when it measures time, and nothing else may run beside it. */
  readonly alone?: boolean;
  readonly load: () => Promise<{ readonly proof: Proof }>;
}

export const parts: readonly Part[] = [
  {
    name: 'ports',
    shows: 'every port call, four ways (6.1)',
    seconds: 420,
    load: () => import('./ports/proof.ts'),
  },
  {
    name: 'model',
    shows: 'the submit protocol in every state of a model, and broken ones found guilty (6.4)',
    seconds: 60,
    load: () => import('./model/proof.ts'),
  },
  {
    name: 'interleavings',
    shows: "two instances, each call's turn chosen by fast-check (6.2)",
    seconds: 90,
    load: () => import('./interleavings/proof.ts'),
  },
  {
    name: 'zosmf',
    shows: "z/OSMF's half: a named test for each of its faults",
    seconds: 90,
    load: () => import('./zosmf/proof.ts'),
  },
  {
    name: 'histories',
    shows: 'histories in one pass, under load and kills (6.5)',
    seconds: 210,
    load: () => import('./histories/proof.ts'),
  },
  {
    name: 'restore',
    shows: 'views against a fold of its own, before and after rebuild, erasure and restart (3.1, 1.2)',
    seconds: 60,
    load: () => import('./restore/proof.ts'),
  },
  {
    name: 'drill',
    shows: 'an old backup whose jobs ran since, and a copy of a book: read only, listed, let go by a person (1.11)',
    seconds: 90,
    load: () => import('./restore/drill.ts'),
  },
  {
    name: 'failover',
    shows: 'failover on a replica set of our own, through the real driver (1.8-1.10, 5)',
    seconds: 120,
    load: () => import('./failover/proof.ts'),
  },
  {
    name: 'damage',
    shows: 'faulty stores, disks and files (6.6)',
    seconds: 180,
    load: () => import('./damage/proof.ts'),
  },
  {
    name: 'faults',
    shows: 'the sample night with every fault of the practice system, one night each',
    seconds: 480,
    load: () => import('./faults/proof.ts'),
  },
  {
    name: 'processes',
    shows: 'real processes killed, stopped, and with clocks that are set; durability by system calls (6.3)',
    seconds: 260,
    load: () => import('./processes/proof.ts'),
  },
  {
    name: 'engine',
    shows:
      'takeover by the defaults, the event loop with 500 jobs and 50 clients, and 20,000 jobs at a time (1.10, 3.4)',
    seconds: 75,
    alone: true,
    load: () => import('./engine/proof.ts'),
  },
];
