import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jclDigests } from '../../src/jcl/index.ts';
import type { JobDocument, Zosmf } from '../../src/zosmf/zosmf.schema.ts';

/** A system with z/OSMF and JES2, as a contract of what the engine relies on sees it. */
export interface JesUnderTest extends AsyncDisposable {
  /** As our service user. */
  readonly ours: Zosmf;
  /** As a user that is not ours. */
  readonly theirs: Pick<Zosmf, 'submit'>;
  /** How often jobs with this user part have run. */
  executions(user: string): Promise<number>;
  /** Lets time of the system pass. */
  pass(ms: number): Promise<void>;
  /** Lists show a job so many seconds after it was submitted. */
  setListLag(seconds: number): Promise<void>;
}

const minute = 60_000;
/** Longer than any job of the contract runs. */
const longMs = 10 * minute;

interface Card {
  readonly name: string;
  readonly user?: string;
  readonly held?: boolean;
  readonly steps?: readonly string[];
}

const jclOf = ({ name, user, held = true, steps = ['//S1 EXEC PGM=IEFBR14'] }: Card): string =>
  [
    `//${name} JOB (SAV),'REL42',CLASS=R,MSGCLASS=Q,MSGLEVEL=(1,1)${held || user !== undefined ? ',' : ''}`,
    ...(held ? [`//  TYPRUN=HOLD${user === undefined ? '' : ','}`] : []),
    ...(user === undefined ? [] : [`//  UJOBCORR='${user}'`]),
    ...steps,
  ].join('\n');

const correlatorOf = (job: JobDocument): string => job['job-correlator'] ?? '';
const order = ['INPUT', 'ACTIVE', 'OUTPUT'];

/** What the engine relies on of a system's jobs, and on nothing else. */
export function jesContract(name: string, open: () => Promise<JesUnderTest>): void {
  describe(`the jobs of ${name}`, () => {
    let system: JesUnderTest;
    beforeAll(async () => {
      system = await open();
    });
    afterAll(async () => system[Symbol.asyncDispose]());

    const submit = (user: string, card: Partial<Card> = {}) =>
      system.ours.submit(jclOf({ name: 'R609A030', user, ...card }), user);
    const statusOf = async (job: JobDocument) => (await system.ours.job(correlatorOf(job)))?.status;

    /** Statuses until the job is at its end. */
    async function ended(job: JobDocument): Promise<string[]> {
      const seen: string[] = [];
      for (let look = 0; look < 200; look += 1) {
        const status = (await statusOf(job)) ?? 'gone';
        if (seen.at(-1) !== status) seen.push(status);
        if (status === 'OUTPUT') return seen;
        await system.pass(5000);
      }
      throw new Error(`${job.jobname}(${job.jobid}) did not end: ${seen.join()}`);
    }

    it('wait for their release when they are submitted held', async () => {
      const job = await submit('LHELD');
      expect(job).toMatchObject({ jobname: 'R609A030', owner: system.ours.user, status: 'INPUT', retcode: null });
      expect(correlatorOf(job)).toMatch(/^.{31}:LHELD$/);
      await system.pass(longMs);
      expect(await system.ours.job(correlatorOf(job))).toMatchObject({ status: 'INPUT', retcode: null });
      expect(await system.executions('LHELD')).toBe(0);
    });

    it('start at once when they are not', async () => {
      const job = await submit('LOPEN', { held: false });
      expect((await ended(job)).at(-1)).toBe('OUTPUT');
    });

    it('are found by the user part of their correlator, and by no part of it', async () => {
      const job = await submit('LFOUND1');
      const found = await system.ours.jobsByUserCorrelator('LFOUND1');
      expect(found.map(correlatorOf)).toEqual([correlatorOf(job)]);
      expect(found[0]).toMatchObject({ jobid: job.jobid, owner: system.ours.user, status: 'INPUT' });
      expect(await system.ours.jobsByUserCorrelator('LFOUND')).toEqual([]);
      await expect(system.ours.jobsByUserCorrelator('')).rejects.toMatchObject({ code: 'zosmf.refused' });
    });

    it('are known by their full correlator, and one that never was is not', async () => {
      const job = await submit('LKNOWN');
      expect(await system.ours.job(correlatorOf(job))).toMatchObject({ jobid: job.jobid });
      const other = correlatorOf(job).replace(/^./, 'X');
      expect(await system.ours.job(other)).toBeUndefined();
    });

    it('give back all that was submitted', async () => {
      const job = await submit('LJCL');
      const submitted = jclDigests(jclOf({ name: 'R609A030', user: 'LJCL' }));
      expect(jclDigests(await system.ours.jclOf(correlatorOf(job)))).toEqual(submitted);
    });

    it('run once they are released, and have codes and spool at their end', async () => {
      const job = await submit('LRUN', { steps: ['//S1 EXEC PGM=IEFBR14', '//S2 EXEC PGM=IEFBR14'] });
      expect(await system.ours.release(correlatorOf(job))).toMatchObject({ done: true });
      const seen = await ended(job);
      expect(seen).toEqual(order.filter((status) => seen.includes(status)));
      const end = await system.ours.job(correlatorOf(job));
      expect(end).toMatchObject({ retcode: 'CC 0000', status: 'OUTPUT' });
      expect(end?.['step-data']?.map((step) => [step['step-name'], step.completion])).toEqual([
        ['S1', 'CC 0000'],
        ['S2', 'CC 0000'],
      ]);
      const files = await system.ours.spoolFiles(correlatorOf(job));
      const log = files.find(({ ddname }) => ddname === 'JESMSGLG');
      expect(await system.ours.spoolText(correlatorOf(job), log?.id ?? -1)).toContain('R609A030');
    });

    it('are not run again by another release', async () => {
      const job = await submit('LAGAIN');
      await system.ours.release(correlatorOf(job));
      expect(await system.ours.release(correlatorOf(job))).toMatchObject({ done: true });
      await ended(job);
      expect(await system.ours.release(correlatorOf(job))).toMatchObject({ done: true });
      await system.pass(longMs);
      expect(await statusOf(job)).toBe('OUTPUT');
      expect(await system.executions('LAGAIN')).toBe(1);
    });

    it.each(['held', 'ended'])('are gone once they are purged: %s', async (when) => {
      const user = `LGONE${when.toUpperCase()}`;
      const job = await submit(user);
      if (when === 'ended') {
        await system.ours.release(correlatorOf(job));
        await ended(job);
      }
      expect(await system.ours.purge(correlatorOf(job))).toMatchObject({ done: true });
      expect(await system.ours.job(correlatorOf(job))).toBeUndefined();
      expect(await system.ours.jobsByUserCorrelator(user)).toEqual([]);
      const listed = (await system.ours.jobsByPrefix('R609A*')).jobs.map(correlatorOf);
      expect(listed).not.toContain(correlatorOf(job));
      expect(await system.ours.release(correlatorOf(job))).toMatchObject({ done: false });
      expect(await system.ours.purge(correlatorOf(job))).toMatchObject({ done: false });
      for (const asked of [system.ours.jclOf(correlatorOf(job)), system.ours.spoolFiles(correlatorOf(job))])
        await expect(asked).rejects.toMatchObject({ code: 'zosmf.refused' });
    });

    it('are two when one is submitted twice, and the release of one leaves the other held', async () => {
      const [first, second] = [await submit('LTWICE'), await submit('LTWICE')];
      expect(first.jobid).not.toBe(second.jobid);
      const found = await system.ours.jobsByUserCorrelator('LTWICE');
      expect(found.map(correlatorOf).sort()).toEqual([correlatorOf(first), correlatorOf(second)].sort());
      await system.ours.release(correlatorOf(second));
      await ended(second);
      expect(await statusOf(first)).toBe('INPUT');
      expect(await system.executions('LTWICE')).toBe(1);
    });

    it('go straight to their end when their input is in error, held or not', async () => {
      const job = await submit('LERROR', { steps: ['//S1 EXEC'] });
      await ended(job);
      expect(await system.ours.job(correlatorOf(job))).toMatchObject({ status: 'OUTPUT', retcode: 'JCL ERROR' });
      await system.ours.release(correlatorOf(job));
      expect(await system.ours.job(correlatorOf(job))).toMatchObject({ retcode: 'JCL ERROR' });
      expect(await system.executions('LERROR')).toBe(0);
    });

    it('are refused without a JOB card, and then none is there', async () => {
      await expect(system.ours.submit('NO JCL AT ALL', 'LNOCARD')).rejects.toMatchObject({ code: 'zosmf.refused' });
      expect(await system.ours.jobsByUserCorrelator('LNOCARD')).toEqual([]);
    });

    it('are listed by the prefix of their names, whoever owns them', async () => {
      const mine = await submit('LMINE', { name: 'R609B010' });
      const theirs = await system.theirs.submit(jclOf({ name: 'R609B020' }));
      await submit('LELSE', { name: 'R609C010' });
      const { jobs, full } = await system.ours.jobsByPrefix('R609B*');
      expect(jobs.map(({ jobid, owner }) => [jobid, owner]).sort()).toEqual(
        [
          [mine.jobid, system.ours.user],
          [theirs.jobid, 'SAVBATCH'],
        ].sort(),
      );
      expect(full).toBe(false);
    });

    it("are found by our correlator when they are somebody else's, and say whose", async () => {
      const theirs = await system.theirs.submit(jclOf({ name: 'R609A030', user: 'LTHEIRS' }), 'LTHEIRS');
      expect(await system.ours.jobsByUserCorrelator('LTHEIRS')).toMatchObject([
        { jobid: theirs.jobid, owner: 'SAVBATCH' },
      ]);
    });

    it('may be listed late, and are known by their correlator before', async () => {
      await system.setListLag(600);
      const job = await submit('LLATE', { name: 'R609D010' });
      expect(await system.ours.jobsByUserCorrelator('LLATE')).toEqual([]);
      expect((await system.ours.jobsByPrefix('R609D*')).jobs).toEqual([]);
      expect(await system.ours.job(correlatorOf(job))).toMatchObject({ status: 'INPUT' });
      await system.setListLag(0);
      expect(await system.ours.jobsByUserCorrelator('LLATE')).toHaveLength(1);
    });
  });
}
