import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildService } from '../../prove/processes/built-service.ts';
import { movedOnce, moves } from '../../prove/processes/clock-moves.ts';
import { killedNight } from '../../prove/processes/killing.ts';
import { smallNight } from '../../prove/processes/nights.ts';
import { provenBySystemCalls, whyNoStrace } from '../../prove/processes/system-calls.ts';

/** The short form of `npm run prove -- --only processes`. */
const folder = mkdtempSync(join(tmpdir(), 'lockstep-built-'));
let main: string;

beforeAll(async () => {
  main = await buildService(join(folder, 'service'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a service process in its night', () => {
  it('that is killed at seeded points and stopped for longer than every time-out runs each job once', async () => {
    const told = await killedNight({
      main,
      seed: 20260912,
      night: smallNight,
      most: 3,
      pages: 4,
      stopAt: 1,
      seconds: 90,
    });
    expect(told.failures).toEqual([]);
    expect(told.kills.length).toBeGreaterThan(1);
  }, 150_000);

  it('whose clock is set a year ahead records nothing, says so, and goes on once it is right', async () => {
    expect(await movedOnce(main, moves[1])).toEqual([]);
  }, 60_000);
});

const itUnderStrace = whyNoStrace() === undefined ? it : it.skip;

describe('what a process acknowledges', () => {
  itUnderStrace(
    'was synced before, by its system calls; a store that does not sync is found guilty',
    async () => {
      const { failures, rows } = await provenBySystemCalls(main, join(folder, 'planted'), { pages: 3, http: false });
      expect(failures).toEqual([]);
      expect(rows).toHaveLength(4);
    },
    60_000,
  );
});
