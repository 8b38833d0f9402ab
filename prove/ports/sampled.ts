import type { Chance } from '../../src/shared/ids.ts';
import { baseOf } from './base.ts';
import { type Call, doubts, type Mode, modes, type Strike } from './life.ts';
import { manyJobs } from './many-jobs.ts';
import { reads, whyNotPermitted } from './outcomes.ts';
import { seededChance } from '../../src/shared/seeded.ts';
import { seedOf } from './seeded.ts';
import { type Setting, settingOf } from './single-faults.ts';
import { struckNight } from './struck-night.ts';
import type { Tally } from './tally.ts';

/** What a night with strikes drawn by chance came to. */
export interface Sample {
  /** Strikes that were made; fewer than drawn where an instance ended before. */
  readonly strikes: number;
  readonly jobs: number;
  readonly failures: readonly string[];
}

async function sampled({ name, ...given }: Setting, strikes: readonly Strike[], tally: Tally): Promise<Sample> {
  const { struck, outcome, complaints, jobs } = await struckNight({ ...given, strikes });
  for (const { kind, mode } of struck) tally.note(kind, mode, outcome);
  const why = whyNotPermitted(struck, outcome);
  const told = strikes
    .map(({ at, mode, amongActs }) => `${mode} at ${amongActs === true ? 'act' : 'call'} ${at}`)
    .join(', then ');
  const failures = [...complaints, ...(why === undefined ? [] : [why])];
  return {
    ...{ strikes: struck.length, jobs },
    failures: failures.map((failure) => `${name}, seed ${given.seed}, ${told}: ${failure}`),
  };
}

/** An instance is struck, and the one that comes after it is struck again, mostly during its recovery; acts more often. */
export function doubleFault(setting: Setting, calls: readonly Call[], n: number, tally: Tally): Promise<Sample> {
  const chance = seededChance(seedOf(setting.seed, n));
  const acts = actsAmong(calls);
  const at = chance.below(3) === 0 ? 1 + chance.below(calls.length) : (acts[chance.below(acts.length)] ?? 1);
  const first = { at, mode: drawn(chance, modes) };
  const amongActs = chance.below(2) === 0;
  const most = amongActs ? recovery.acts : chance.below(3) === 0 ? calls.length - at + recovery.calls : recovery.calls;
  return sampled(setting, [first, { at: 1 + chance.below(most), mode: drawn(chance, modes), amongActs }], tally);
}

/** What an instance calls until it has found out where all stands, about. */
const recovery = { calls: 80, acts: 12 };

const actsAmong = (calls: readonly Call[]): number[] => calls.flatMap(({ kind }, at) => (reads(kind) ? [] : [at + 1]));

/** Pairs of a first and a second call, each in every mode: what `doubleFault` draws from. */
export const pairsOf = (calls: readonly Call[]): number =>
  calls.reduce((sum, _, at) => sum + (calls.length - at + recovery.calls) * modes.length ** 2, 0);

/** An instance that lives on without an answer, or with one that comes too late; acts twice as often as looks. */
export function doubtfulCall(setting: Setting, calls: readonly Call[], n: number, tally: Tally): Promise<Sample> {
  const chance = seededChance(seedOf(setting.seed, n));
  const acts = actsAmong(calls);
  const at = chance.below(3) === 0 ? 1 + chance.below(calls.length) : (acts[chance.below(acts.length)] ?? 1);
  return sampled(setting, [{ at, mode: drawn(chance, doubts) }], tally);
}

/** Acts that one job takes, about, and calls of any kind: where to strike is drawn from so many. */
const ofOneJob = { acts: 12, calls: 90 };

/** A large night made up by chance, struck up to three times at calls drawn by chance. */
export async function largeNight(jobs: number, seed: number, tally: Tally): Promise<Sample> {
  const chance = seededChance(seed);
  const kind = chance.below(2) === 0 ? 'embedded' : 'mongodb';
  const base = await baseOf(manyJobs(jobs, chance), kind, seed);
  const setting = settingOf(base, seed, kind === 'mongodb' && chance.below(2) === 0 ? 2 : 1);
  const strikes = [0, 1, 2].map(() => {
    const amongActs = chance.below(3) > 0;
    const at = 1 + chance.below(Math.floor((jobs * (amongActs ? ofOneJob.acts : ofOneJob.calls)) / 3));
    return { at, mode: drawn(chance, modes), amongActs };
  });
  return sampled(setting, strikes, tally);
}

const drawn = <M extends Mode>(chance: Chance, among: readonly M[]): M =>
  among[chance.below(among.length)] ?? (among[0] as M);
