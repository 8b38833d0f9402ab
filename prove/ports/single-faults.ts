import type { Base } from './base.ts';
import { type Call, type Mode, modes, type Strike } from './life.ts';
import { permitted, reads, whyNotPermitted } from './outcomes.ts';
import { type Case, struckNight } from './struck-night.ts';
import type { Tally } from './tally.ts';

/** Nights of one kind, struck one by one. */
export interface Setting extends Omit<Case, 'strikes'> {
  readonly name: string;
}

export const settingOf = (base: Base, seed: number, instances: 1 | 2 = 1, victim = 0): Setting => ({
  ...{ base, instances, victim, seed, speed: 400 },
  name: `${base.night.name} night, ${base.store.kind}, ${instances === 1 ? 'one instance' : `two, ${victim === 0 ? 'the one that drives' : 'the one that watches'} struck`}`,
});

/** A strike, and the others that leave the very same world behind. */
export interface SingleFault extends Strike {
  readonly kind: string;
  readonly same: readonly (Strike & { readonly kind: string })[];
}

/**
 * Every call in every mode. Who is killed before an act, after the one before it, or at a look between the two leaves
 * the same world, if no time has passed: such cases are one night.
 */
export function singleFaults(calls: readonly Call[], among: readonly Mode[] = modes): SingleFault[] {
  const byWorld = new Map<string, (Strike & { kind: string })[]>();
  let acts = 0;
  for (const [index, { kind, time }] of calls.entries()) {
    for (const mode of among) {
      const looks = reads(kind);
      const isDone = mode === 'after' && !looks;
      const isKilled = mode === 'before' || mode === 'after' || (looks && mode === 'late');
      const world = isKilled ? `killed after ${acts + Number(isDone)} acts at ${time}` : `${mode} at ${index}`;
      const cases = byWorld.get(world) ?? [];
      cases.push({ at: index + 1, mode, kind });
      byWorld.set(world, cases);
    }
    if (!reads(kind)) acts += 1;
  }
  return [...byWorld.values()].flatMap(([first, ...same]) => (first === undefined ? [] : [{ ...first, same }]));
}

/** Strikes one night, and says what was wrong with it. */
export async function strikeOnce(
  { name, ...given }: Setting,
  { at, mode, kind, same }: SingleFault,
  tally: Tally,
): Promise<string[]> {
  const result = await struckNight({ ...given, strikes: [{ at, mode }] });
  const failures = [...result.complaints];
  if (result.struck[0]?.kind !== kind) failures.push(`call ${at} was ${result.struck[0]?.kind ?? 'not made'}`);
  for (const each of [{ at, mode, kind }, ...same]) {
    tally.note(each.kind, each.mode, result.outcome);
    const why = whyNotPermitted([{ ...each, time: 0 }], result.outcome);
    if (why !== undefined) failures.push(`${each.mode} at call ${each.at}, ${each.kind}: ${why}`);
  }
  return failures.map((failure) => `${name}, seed ${given.seed}, ${mode} at call ${at}, ${kind}: ${failure}`);
}

/** The calls of a night that nothing strikes; each kind must be one that the table names. */
export async function callsOf(
  { name, ...given }: Setting,
  tally: Tally,
): Promise<{ calls: readonly Call[]; failures: string[] }> {
  const { calls, outcome, complaints } = await struckNight({ ...given, strikes: [] });
  const kinds = [...new Set(calls.map(({ kind }) => kind))];
  for (const kind of kinds) tally.calls(kind, calls.filter((call) => call.kind === kind).length);
  const unnamed = kinds.filter((kind) => permitted[kind] === undefined);
  const failures = unnamed.map((kind) => `${kind} is a call that the table of permitted outcomes does not name`);
  if (outcome !== 'as planned') failures.push(`${name}: ${outcome}`);
  return { calls, failures: [...failures, ...complaints] };
}
