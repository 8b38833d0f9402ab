import { clock, toTheWindow } from '../../test/support/sample-night.ts';
import { smallRelease, toTheSmallWindow } from '../../test/support/small-release.ts';
import type { Run } from '../../src/runs/run.schema.ts';
import type { World } from './world.ts';

/** A night of the sample estate: how it is prepared and how fast it passes. */
export interface Night {
  readonly release: string;
  readonly prepare: (world: World) => Promise<unknown>;
  /** Book seconds a machine second. */
  readonly speed: number;
}

/** Two jobs, one check and one person. */
export const smallNight: Night = { release: smallRelease, prepare: (world) => toTheSmallWindow(world), speed: 300 };

/** Every kind of release step, ten jobs, two of them observed. */
export const wholeNight: Night = { release: 'REL-000042', prepare: (world) => toTheWindow(world), speed: 600 };

/**
 * Prepares the night, makes z/OSMF slow, and starts the run.
 *
 * @param slowness how long a request to z/OSMF takes, in milliseconds: long enough to be killed in the middle of
 * @returns id of the run
 */
export async function begin(world: World, { release, prepare, speed }: Night, slowness = 80): Promise<string> {
  await prepare(world);
  const effect = { kind: 'delay', milliseconds: slowness };
  await world.director.fault({ method: '*', path: '/zosmf/restjobs/', times: 1_000_000, effect });
  const { id } = await world.as('relmgr').post<Run>(`/releases/${release}/runs`);
  await clock(world, { speed });
  return id;
}
