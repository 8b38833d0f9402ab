import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Lab, startLab } from '../../src/lab/start-lab.ts';
import { refused } from '../support/refused.ts';
import { clock, eventually, live, lookAt, pause, step } from '../support/sample-night.ts';
import { startSmallRun, toTheSmallWindow } from '../support/small-release.ts';

/** Linux lets a file-size limit be set on a process that runs: every write beyond it fails, as on a full disk. */
const prlimit = '/usr/bin/prlimit';
const onLinux = existsSync(prlimit) ? it : it.skip;

const fill = (lab: Lab, bytes = '4096'): void => {
  execFileSync(prlimit, ['--pid', String(lab.servicePid()), `--fsize=${bytes}:unlimited`]);
};
const makeRoom = (lab: Lab): void => fill(lab, 'unlimited');

const becomes = (lab: Lab, status: number) =>
  eventually(`readiness is ${status}`, async () =>
    (await fetch(`${lab.serviceUrl()}/readyz`)).status === status ? true : undefined,
  );

const unavailable = { status: 503, code: 'ledger.unavailable' };

describe('a disk that is full in the middle of the night', () => {
  onLinux(
    'stops what cannot be recorded, says so, and lets the run go on once there is room',
    async () => {
      await using lab = await startLab({ killable: true });
      await toTheSmallWindow(lab);

      fill(lab);
      expect(await refused(clock(lab, { speed: 50 }))).toMatchObject(unavailable);
      await becomes(lab, 503);
      makeRoom(lab);
      await becomes(lab, 200);

      const run = await startSmallRun(lab, 30);
      await live(lab, run, {
        until: (night) => ['released', 'running'].includes(step(night, '030').attempts[0]?.state ?? ''),
      });
      fill(lab);
      await becomes(lab, 503);
      const hold = lab.as('relmgr').post(`/runs/${run}/decisions`, { decision: 'hold', reason: 'The disk is full' });
      expect(await refused(hold)).toMatchObject(unavailable);
      const then = await lookAt(lab, run);
      await pause(1500);
      expect(await lookAt(lab, run)).toEqual(then);
      expect(await lab.practice.jobs('R609B050')).toEqual([]);

      makeRoom(lab);
      await becomes(lab, 200);
      await clock(lab, { speed: 300 });
      const night = await live(lab, run);
      expect(night.run.outcome).toBe('succeeded');
      const users = night.steps.flatMap(({ attempts }) => attempts).map(({ user }) => user);
      const counts = (await lab.practice.executions()).filter(({ userCorrelator }) => users.includes(userCorrelator));
      expect(counts.map(({ executions }) => executions)).toEqual([1, 1]);
    },
    60_000,
  );
});
