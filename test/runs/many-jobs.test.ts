import { describe, expect, it } from '@jest/globals';
import { jobEnded } from '../../src/runs/job-output.rules.ts';
import { KeptActs } from '../../src/runs/kept-acts.ts';
import { nextActs } from '../../src/runs/next-acts.rules.ts';
import { Pictures } from '../../src/runs/pictures.ts';
import { ofStep } from '../../src/runs/engine-records.rules.ts';
import type { JobStepResult, SpoolRef } from '../../src/runs/run.schema.ts';
import { everyKind, jobOf, planOf, runId, SmallNight } from './small-night.ts';

const digest = 'a'.repeat(64);

function outputOf(count: number): { jobSteps: JobStepResult[]; spool: SpoolRef[] } {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  return {
    jobSteps: numbers.map((n) => ({
      ...{ name: `S${String(n).padStart(4, '0')}`, procStep: '', program: 'IEFBR14', completion: 'CC 0000', code: 0 },
      ...{ accepted: true, complaints: [`what was forbidden stands in its output ${'x'.repeat(120)}`] },
      ...{ started: '2026-09-12T23:00:00.000Z', ended: '2026-09-12T23:00:01.000Z' },
    })),
    spool: numbers.map((id) => ({ id, ddname: 'SYSPRINT', stepname: `S${id}`, procstep: '', digest, bytes: 1234 })),
  };
}

async function recorded(count: number) {
  const night = await new SmallNight(planOf([jobOf('030')])).open();
  const step = { run: runId, id: '030' };
  const attempt = { number: 1, user: 'L', jobname: 'R609A030', intent: digest, jcl: digest };
  const end = { number: 1, retcode: 'CC 0000', end: 'passed' as const, because: 'so', system: 'KSB1' };
  const output = outputOf(count);
  const entries = jobEnded(step, { ...end, ...output });
  await night.ledger.commit({
    actor: { kind: 'engine', id: 'test' },
    decide: () => [ofStep(step, 'attempt.intended/1', attempt), ...entries],
  });
  return { types: entries.map(({ type }) => type), attempt: (await night.step('030')).attempts[0], output };
}

describe('the end of a job', () => {
  it('is one entry where its job steps and spool fit', async () => {
    const { types, attempt, output } = await recorded(60);
    expect(types).toEqual(['job.ended/1']);
    expect(attempt).toMatchObject({ state: 'ended', end: 'passed', system: 'KSB1', ...output });
  });

  it('of 255 job steps and as many spool files is recorded in parts, and read as one', async () => {
    const { types, attempt, output } = await recorded(255);
    expect(types.slice(0, -1).every((type) => type === 'job.output/1')).toBe(true);
    expect(types.length).toBeGreaterThan(3);
    expect(types.at(-1)).toBe('job.ended/2');
    expect(attempt).toMatchObject({ state: 'ended', end: 'passed', system: 'KSB1', ...output });
  });
});

describe('what the engine keeps in memory of the runs that go on', () => {
  it('is at every page what a look at all records gives', async () => {
    const night = await new SmallNight(everyKind).open();
    const kept = new Pictures(night.ledger);
    night.zosmf.script = ({ jobname }, nth) =>
      jobname === 'R609A030' && nth === 1 ? { retcode: 'CC 0008', completions: ['CC 0008'] } : {};
    await night.engine();
    const over = new AbortController();
    const acts = new KeptActs();
    const seen = new Map();
    let compared = 0;
    const compare = async (): Promise<void> => {
      const before = night.ledger.head();
      const [mine, all] = [await kept.now(), await new Pictures(night.ledger).now()];
      if (night.ledger.head() !== before) return;
      expect(mine).toEqual(all);
      const around = { others: [], seen, sideBySide: new Map([['R', 2]]), now: night.clock.now() };
      for (const picture of mine) expect(acts.of(picture, around)).toEqual(nextActs({ ...picture, ...around }));
      compared += 1;
    };
    const looked = night.ledger.follow(night.ledger.head(), over.signal);
    const looking = (async () => {
      for await (const _page of looked) await compare();
    })();
    await night.until('held', ({ state }) => state === 'held');
    await compare();
    await night.decide('retry', '030');
    await night.until('over', ({ state }) => state === 'completed');
    over.abort();
    await looking;
    expect(await kept.now()).toEqual([]);
    expect(compared).toBeGreaterThan(10);
    await night.stop();
  });

  it('decides anew when other runs give or take places', async () => {
    const night = await new SmallNight(planOf([jobOf('030')])).open();
    const [picture] = await new Pictures(night.ledger).now();
    if (picture === undefined) throw new Error('there is no run');
    const acts = new KeptActs();
    const full = { ...picture, holdings: { ...picture.holdings, waiting: new Map([['R', 2]]) } };
    const around = { seen: new Map(), sideBySide: new Map([['R', 2]]), now: night.clock.now() };
    const kinds = (others: readonly (typeof full)[]) => acts.of(picture, { ...around, others }).map(({ kind }) => kind);
    expect(kinds([])).toEqual(['intend']);
    expect(kinds([full])).toEqual([]);
    expect(kinds([])).toEqual(['intend']);
  });

  it('reads only what changed', async () => {
    const night = await new SmallNight(planOf(Array.from({ length: 40 }, (_, n) => jobOf(String(n + 100))))).open();
    let reads = 0;
    const counted = {
      head: () => night.ledger.head(),
      page: (n: number) => night.ledger.page(n),
      get: ((...args: Parameters<typeof night.ledger.get>) => (
        (reads += 1),
        night.ledger.get(...args)
      )) as typeof night.ledger.get,
      stream: ((...args: Parameters<typeof night.ledger.stream>) => (
        (reads += 1000),
        night.ledger.stream(...args)
      )) as typeof night.ledger.stream,
    };
    const kept = new Pictures(counted);
    await kept.now();
    reads = 0;
    await kept.now();
    expect(reads).toBe(0);
    await night.ledger.commit({
      actor: { kind: 'engine', id: 'test' },
      decide: () => [ofStep({ run: runId, id: '120' }, 'step.began/1', {})],
    });
    const [picture] = await kept.now();
    expect(reads).toBe(1);
    expect(picture?.steps.find(({ id }) => id === '120')?.state).toBe('running');
  });
});
