import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Release } from '../../src/releases/release.schema.ts';
import type { Run } from '../../src/runs/run.schema.ts';
import { cutLine } from './cut-line.ts';
import { endedAttempt, told, toldRun, toldSteps } from './told-night.ts';
import { auditorsToken, bundle, managersToken, toldService } from './told-service.ts';
import { zoweWithPlugin } from './zowe.ts';

let zowe: Awaited<ReturnType<typeof zoweWithPlugin>>;
let service: Awaited<ReturnType<typeof toldService>>;

beforeAll(async () => {
  [zowe, service] = await Promise.all([zoweWithPlugin(), toldService()]);
}, 60_000);
afterAll(async () => {
  await service.close();
  zowe.remove();
});
beforeEach(() => {
  service.night.release = told;
  service.night.run = toldRun;
  service.night.steps = toldSteps;
  zowe.configure(service.port, managersToken);
});

const soon = async (condition: () => boolean) => {
  for (let looks = 0; !condition(); looks += 1) {
    if (looks > 1_000) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
/** The watch has read the run again. */
const reading = async () => {
  const { readings } = service.night;
  await soon(() => service.night.readings > readings);
};
/** The watch follows the book by a new connection. */
const following = async () => {
  const { followings } = service.night;
  await soon(() => service.night.followings > followings);
};

it('is installed by `zowe plugins install` from its folder, without a network', () => {
  expect(zowe.installed.out + zowe.installed.err).toContain('successfully validated');
});

describe('releases', () => {
  it('are listed, over the connection of the lockstep and base profiles', async () => {
    const { code, out } = await zowe.lockstep('list releases --state ready');
    expect(out).toMatch(/REL-000050 +ready +2026-09-12T22:00 +2026-09-13T03:30 +KSB1 +- +Accrued interest/);
    expect(code).toBe(0);
  });

  it('are given as data with --response-format-json', async () => {
    const { success, data } = await zowe.told<Release>('view release REL-000050');
    expect({ success, data }).toEqual({ success: true, data: told });
  });
});

describe('starting a run', () => {
  it('prints its number, and asks under one Idempotency-Key', async () => {
    const { code, out } = await zowe.lockstep('start run REL-000050');
    expect(out).toContain('RUN-000001 of REL-000050 has started.');
    expect(service.night.starts.at(-1)).toMatch(/^[0-9a-f-]{36}$/);
    expect(code).toBe(0);
  });

  it('says why a release cannot start, with 33', async () => {
    service.night.release = { ...told, state: 'planned' };
    const { code, err } = await zowe.lockstep('start run REL-000050');
    expect(err).toContain('The release is not ready: REL-000050 is not ready: 1 question has failed');
    expect(code).toBe(33);
  });

  it('is not for everybody: 32', async () => {
    zowe.configure(service.port, auditorsToken);
    const { success, exitCode, error } = await zowe.told('start run REL-000050');
    expect({ success, exitCode, code: error?.errorCode }).toEqual({
      ...{ success: false, exitCode: 32, code: 'access.forbidden' },
    });
  });
});

describe('watching a run', () => {
  it('says every change on a line of its own and ends with 0 when the run has succeeded', async () => {
    const watch = zowe.lockstep('watch run RUN-000001');
    await following();
    const attempts = [endedAttempt('R2609B10', { COPY: 0, LINK: 0 })];
    service.tellStep('010', { state: 'succeeded', attempts, startedAt: '2026-09-12T22:00:00.000Z' });
    service.tellStep('020', { state: 'waiting-for-person', because: 'waits for nightop' });
    await reading();
    service.tellRun({ state: 'completed', outcome: 'succeeded' });
    const { code, out } = await watch;
    expect(out).toMatch(
      /2026-09-13 00:00:00 R2609B10 JOB04711 010 succeeded COPY=0 LINK=0 \(Copy load modules\), 210 min to the cut-off/,
    );
    expect(out).toContain('(manual) 020 waiting for person (Confirm the copy: waits for nightop)');
    expect(out).toContain('RUN-000001 of REL-000050 has completed: succeeded.');
    expect(code).toBe(0);
  });

  it('goes on where it was when the connection was cut', async () => {
    const line = await cutLine(service.port);
    zowe.configure(line.port, managersToken);
    const watch = zowe.lockstep('watch run RUN-000001');
    await following();
    line.cut();
    service.tellStep('010', { state: 'running', because: 'its job is running' });
    await reading();
    service.tellRun({ state: 'completed', outcome: 'succeeded' });
    const { code, out, err } = await watch;
    await line.close();
    expect(err).toContain('The connection was lost');
    expect(out).toContain('R2609B10 010 running (Copy load modules)');
    expect(code).toBe(0);
  });

  it('ends with 10 when the run is backed out', async () => {
    service.night.run = { ...toldRun, state: 'backed-out', outcome: 'backed-out' };
    const { code, err } = await zowe.lockstep('watch run RUN-000001');
    expect(err).toContain('RUN-000001 of REL-000050 is backed out.');
    expect(code).toBe(10);
  });

  it('tells a run that is held by the way its job ended, never as a success', async () => {
    const because = 'job step INTACR ended ABEND S0C7';
    const advice = { step: '030', end: 'abend', advice: 'back-out', because: 'rule 2', confirmBy: 'rmason' } as const;
    service.night.run = { ...toldRun, state: 'held', advice };
    const attempts = [endedAttempt('R2609B30', { BIND: 0, INTACR: 'ABEND S0C7' })];
    service.night.steps = toldSteps.map((step) =>
      step.id === '030' ? { ...step, state: 'failed', end: 'abend', because, attempts } : step,
    );
    const { success, exitCode, message, data } = await zowe.told<{ run: Run }>('watch run RUN-000001');
    expect({ success, exitCode, state: data.run.state }).toEqual({ success: false, exitCode: 23, state: 'held' });
    expect(message).toBe(`RUN-000001 of REL-000050 is held at R2609B30 JOB04711 step 030: ${because}.`);
  });

  it('ends with 33 where there is no such run', async () => {
    const { code, err } = await zowe.lockstep('watch run RUN-000009');
    expect(err).toContain('There is no such run');
    expect(code).toBe(33);
  });
});

describe('the spool of a job', () => {
  beforeEach(() => {
    const attempts = [endedAttempt('R2609B10', { COPY: 0 })];
    service.night.steps = toldSteps.map((step) => (step.id === '010' ? { ...step, attempts } : step));
  });

  it('is shown for a release step, DD by DD', async () => {
    const { code, out } = await zowe.lockstep('view job-spool RUN-000001 010');
    expect(out).toContain('=== JESMSGLG (id 2, step JES2) ===\nstep 010 attempt 1 file 2\n');
    expect(out).toContain('=== SYSPRINT (id 104, step COPY) ===\nstep 010 attempt 1 file 104\n');
    expect(code).toBe(0);
  });

  it('is shown for one DD of a job', async () => {
    const { out } = await zowe.lockstep('view job-spool RUN-000001 r2609b10 --attempt 1 --dd-name sysprint');
    expect(out.trim()).toBe('step 010 attempt 1 file 104');
  });
});

it('downloads evidence byte for byte', async () => {
  const { code, out } = await zowe.lockstep('download evidence REL-000050 --file night.json');
  expect(readFileSync(join(zowe.home, 'night.json'), 'utf8')).toBe(bundle);
  expect(out).toContain('Check it: lockstep verify');
  expect(code).toBe(0);
});

describe('a service that cannot be used', () => {
  it('is not reached: 30, and what to check', async () => {
    const line = await cutLine(service.port);
    await line.close();
    zowe.configure(line.port, managersToken);
    const { code, err } = await zowe.lockstep('list releases');
    expect(err).toContain(`Lockstep was not reached at http://127.0.0.1:${line.port}: nothing listens there.`);
    expect(code).toBe(30);
  });

  it('does not know the token: 31, and the token is neither shown nor logged', async () => {
    const token = 'lst_stolen_0123456789abcdef';
    const option = await zowe.lockstep(`list releases --token ${token}`);
    const variable = await zowe.lockstep('list releases', { ZOWE_OPT_TOKEN: token });
    expect([option.code, variable.code]).toEqual([31, 31]);
    expect(option.err).toContain('Sign in first');
    expect(option.out + option.err + variable.out + variable.err + zowe.logs()).not.toContain(token);
  });
});
