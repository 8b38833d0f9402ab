import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Job } from '../../../src/practice/jes/jes.ts';
import { Enqueues } from '../../../src/practice/steps/enqueues.ts';
import { enqueueSessions } from '../../../src/practice/wire/files/enqueue-sessions.ts';
import { chance } from '../../../src/shared/ids.ts';
import { jobOf, practiceSystem } from './practice-system.ts';
import { quickClock } from '../support/quick-clock.ts';
import type { PracticeSystem } from './practice-system.ts';

const libraries = ['A.ONE', 'A.TWO', 'A.THREE'];
const systems = ['PRAC', 'PRB2'];

const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('submit' as const),
      name: fc.constantFrom('RELA', 'RELB', 'RELC', 'RELD', 'RELE', 'RELF'),
      jobClass: fc.constantFrom('A', 'B', 'C'),
      priority: fc.integer({ min: 0, max: 15 }),
      affinity: fc.constantFrom('ANY', 'PRAC', 'PRB2'),
      program: fc.constantFrom('IEFBR14', 'NAPS', 'ENDS,PARM=8', 'ENDS,PARM=S0C7'),
      needs: fc.array(fc.tuple(fc.constantFrom(...libraries), fc.constantFrom('SHR', 'OLD')), { maxLength: 3 }),
      restarts: fc.boolean(),
    }),
  },
  fc.record({
    kind: fc.constantFrom('cancel' as const, 'purge' as const, 'hold' as const, 'release' as const),
    which: fc.nat(),
  }),
  fc.record({ kind: fc.constant('class' as const), which: fc.nat(), to: fc.constantFrom('A', 'B', 'C') }),
  fc.record({ kind: fc.constant('priority' as const), which: fc.nat(), to: fc.integer({ min: 0, max: 15 }) }),
  fc.record({ kind: fc.constant('restart' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('initiator' as const), which: fc.nat(), on: fc.boolean() }),
  fc.record({ kind: fc.constant('system' as const), on: fc.boolean() }),
  fc.record({ kind: fc.constant('holdClass' as const), name: fc.constantFrom('A', 'B', 'C'), on: fc.boolean() }),
  fc.record({ kind: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 12 }) }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

interface Storm extends PracticeSystem {
  readonly jobs: Job[];
  /** Correlators of jobs that may run more than once, with how often they were put back. */
  readonly putBack: Map<string, number>;
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

function begin(): Storm {
  const system = practiceSystem({
    classes: ['A', 'B', 'C'].map((name) => ({ name, initiators: 0 })),
    systems: [{ name: 'PRB2' }],
    initiators: systems.flatMap((name) => [
      { system: name, classes: ['A', 'B'] },
      { system: name, classes: ['B', 'C'] },
      { system: name, classes: ['C'] },
    ]),
  });
  for (const name of libraries) system.library(name);
  return { ...system, jobs: [], putBack: new Map() };
}

async function act(storm: Storm, what: Action): Promise<void> {
  const { jes, jobs } = storm;
  const chosen = (which: number) => jobs[which % Math.max(1, jobs.length)];
  switch (what.kind) {
    case 'submit': {
      const dds = what.needs.map(([name, status], at) => `\n//D${String(at)} DD DSN=${name},DISP=${status}`).join('');
      const affinity = what.affinity === 'ANY' ? '' : `,SYSAFF=${what.affinity}`;
      const card = `1,'X',CLASS=${what.jobClass}${affinity}${what.restarts ? ',RD=R' : ''}`;
      const body = `//S1 EXEC PGM=${what.program}${dds}\n//S2 EXEC PGM=IEFBR14`;
      jobs.push(storm.submit(`/*PRIORITY ${String(what.priority)}\n${jobOf(body, card, what.name)}`));
      return;
    }
    case 'turns':
      return turns(what.count);
    case 'holdClass':
      jes.control.holdClass(what.name, what.on);
      return;
    case 'system': {
      jes.control.setSystem('PRB2', what.on);
      return;
    }
    case 'initiator': {
      const [system, number] = [systems[what.which % 2] ?? '', (what.which % 3) + 1];
      if (what.on) jes.control.startInitiator(system, number);
      else jes.control.drainInitiator(system, number);
      return;
    }
    default: {
      const job = chosen(what.which);
      if (job === undefined) return;
      if (what.kind === 'class') jes.changeClass(job, what.to);
      else if (what.kind === 'priority') jes.control.setPriority(job, what.to);
      else if (what.kind === 'restart') jes.control.restart(job);
      else jes[what.kind](job);
    }
  }
}

/** Watches every start: a name runs once at a time, and nothing better was passed over. */
function watch(storm: Storm, wrong: string[]): void {
  const { jes } = storm;
  const running = new Map<string, Job>();
  jes.onChange((job) => {
    const was = running.get(job.correlator);
    if (job.status !== 'ACTIVE') {
      if (was !== undefined && job.status === 'INPUT')
        storm.putBack.set(job.correlator, (storm.putBack.get(job.correlator) ?? 0) + 1);
      running.delete(job.correlator);
      return;
    }
    if (was !== undefined) return;
    for (const other of running.values())
      if (other.jobname === job.jobname && jes.byCorrelator(other.correlator) !== undefined)
        wrong.push(`${job.jobid} and ${other.jobid} run under one name`);
    running.set(job.correlator, job);
  });
}

async function settle(storm: Storm): Promise<void> {
  const { jes, jobs } = storm;
  await turns(20);
  if (jes.control.systems().some(({ active }) => !active)) jes.control.setSystem('PRB2', true);
  for (const { name, held } of jes.control.classes()) if (held) jes.control.holdClass(name, false);
  for (const { system, number, status } of jes.control.initiators())
    if (status.startsWith('DRAIN')) jes.control.startInitiator(system, number);
  for (const job of jobs) jes.release(job);
  for (let turn = 0; turn < 4000 && jes.jobs().some(({ status }) => status !== 'OUTPUT'); turn += 1) await turns(1);
  await turns(20);
}

describe('jobs of one name', () => {
  const one = practiceSystem({ classes: [{ name: 'A', initiators: 1 }] });
  const job = (name: string, priority: number, program = 'IEFBR14', jobClass = 'A') =>
    `/*PRIORITY ${String(priority)}\n${jobOf(`//S1 EXEC PGM=${program}`, `1,'X',CLASS=${jobClass}`, name)}`;

  it('go on when the next of them is cancelled while a job of higher priority runs', async () => {
    const first = one.submit(job('RELA', 9, 'NAPS'));
    const [second, other, third] = [job('RELA', 8), job('RELB', 9, 'WAITS'), job('RELA', 7)].map((jcl) =>
      one.submit(jcl),
    );
    await one.ended(first);
    await one.reaches(other!, ({ status }) => status === 'ACTIVE');
    one.jes.cancel(second!);
    one.letGo();
    expect((await one.ended(third!)).retcode).toBe('CC 0000');
  });

  it('do not wait for one that finds no initiator', async () => {
    const system = practiceSystem({ classes: ['A', 'B'].map((name) => ({ name, initiators: name === 'A' ? 1 : 0 })) });
    const first = system.submit(job('RELA', 9, 'WAITS'));
    await system.reaches(first, ({ status }) => status === 'ACTIVE');
    const stuck = system.submit(job('RELA', 9, 'IEFBR14', 'B'));
    const third = system.submit(job('RELA', 8));
    await system.reaches(third, ({ reasonNotRunning }) => reasonNotRunning?.includes('same name') === true);
    system.letGo();
    expect((await system.ended(third)).retcode).toBe('CC 0000');
    expect(stuck.status).toBe('INPUT');
  });
});

describe('data set names', () => {
  it('go to who asked first: a job that wants one for itself is not overtaken by those who share it', async () => {
    const system = practiceSystem({ classes: [{ name: 'A', initiators: 9 }] });
    system.library('A.LIB');
    const using = (name: string, status: string, program = 'IEFBR14') =>
      jobOf(`//S1 EXEC PGM=${program}\n//D DD DSN=A.LIB,DISP=${status}`, "1,'X',CLASS=A", name);
    const holder = system.submit(using('HOLDER', 'SHR', 'WAITS'));
    await system.reaches(holder, ({ steps }) => steps.length > 0);
    const alone = system.submit(using('ALONE', 'OLD'));
    await system.reaches(alone, ({ status }) => status === 'ACTIVE');
    const late = system.submit(using('LATE', 'SHR'));
    await system.reaches(late, ({ status }) => status === 'ACTIVE');
    await turns(20);
    expect(late.status).toBe('ACTIVE');
    expect(system.spool(late, 'JESMSGLG').join('\n')).toContain('IEF099I JOB LATE WAITING FOR DATA SETS');
    system.jes.cancel(alone);
    expect((await system.ended(late)).retcode).toBe('CC 0000');
    system.letGo();
    await system.ended(holder);
  });

  it('are kept for a step that refers back to them', async () => {
    const system = practiceSystem({ classes: [{ name: 'A', initiators: 9 }] });
    system.library('A.LIB');
    const first = system.submit(
      jobOf(
        '//S1 EXEC PGM=IEFBR14\n//D DD DSN=A.LIB,DISP=OLD\n//S2 EXEC PGM=WAITS\n//S3 EXEC PGM=IEFBR14\n' +
          '//E DD DSN=*.S1.D,DISP=OLD',
        "1,'X'",
        'ONE',
      ),
    );
    await system.reaches(first, ({ steps }) => steps.length === 2);
    expect(system.jes.enqueued('A.LIB')).toBe('exclusive');
    system.letGo();
    expect((await system.ended(first)).retcode).toBe('CC 0000');
  });

  it('stay with an address space until the last of its sessions gives them back', () => {
    const names = new Enqueues();
    const sessions = enqueueSessions(quickClock(), chance, names);
    const hold = () => sessions.hold({ user: 'RELMGR', kind: 'EXCLU', dsname: 'A.LIB', member: '' });
    const [first, second] = [hold(), hold()];
    sessions.release(first);
    expect(names.levelOf('A.LIB')).toBe('exclusive');
    sessions.release(second);
    expect(names.levelOf('A.LIB')).toBeUndefined();
  });

  it('of a generation data group make its jobs wait for the one that adds to it', async () => {
    const system = practiceSystem({ classes: [{ name: 'A', initiators: 9 }] });
    system.dataSets.defineGdg({ name: 'A.G', limit: 5, scratch: true, empty: false });
    const adding = (name: string) =>
      jobOf(
        '//S1 EXEC PGM=NAPS\n//D DD DSN=A.G(+1),DISP=(NEW,CATLG),SPACE=(TRK,1),LRECL=80\n' +
          '//S2 EXEC PGM=IEFBR14\n//D DD DSN=A.G(+1),DISP=SHR',
        "1,'X'",
        name,
      );
    const jobs = [system.submit(adding('ONE')), system.submit(adding('TWO'))];
    for (const job of jobs) expect((await system.ended(job)).retcode).toBe('CC 0000');
    expect(system.dataSets.findGdg('A.G')?.generations).toEqual(['A.G.G0001V00', 'A.G.G0002V00']);
    expect(system.jes.control.enqueues()).toEqual([]);
  });
});

describe('a job that is held before its conversion', () => {
  it('runs once however often it is held and released meanwhile', async () => {
    const system = practiceSystem({ conversionMs: 100 });
    const job = system.submit(jobOf('//S1 EXEC PGM=NAPS', "1,'X',TYPRUN=JCLHOLD"));
    for (let time = 0; time < 3; time += 1) {
      system.jes.release(job);
      system.jes.hold(job);
    }
    system.jes.release(job);
    expect((await system.ended(job)).retcode).toBe('CC 0000');
    await turns(50);
    expect(system.jes.executions().get(job.correlator)).toBe(1);
    expect(job.steps).toHaveLength(1);
  });
});

describe('a storm of jobs', () => {
  it('ends every job, runs none twice, loses no initiator and keeps no data set', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 120 }), async (actions) => {
        const storm = begin();
        const wrong: string[] = [];
        watch(storm, wrong);
        for (const one of actions) await act(storm, one);
        await settle(storm);
        expect(wrong).toEqual([]);
        const left = storm.jes.jobs().filter(({ status }) => status !== 'OUTPUT');
        expect(left.map(({ jobid, phaseName, reasonNotRunning }) => [jobid, phaseName, reasonNotRunning])).toEqual([]);
        expect(storm.jes.control.initiators().map(({ status }) => status)).toEqual(Array(6).fill('INACTIVE'));
        expect(storm.jes.control.enqueues()).toEqual([]);
        for (const [correlator, count] of storm.jes.executions())
          expect(count).toBeLessThanOrEqual(1 + (storm.putBack.get(correlator) ?? 0));
        for (const job of storm.jes.jobs()) expect(job.steps.some(({ active }) => active)).toBe(false);
        await storm.jes.stop();
      }),
      { numRuns: 25, seed: 20_261 },
    );
  }, 60_000);
});
