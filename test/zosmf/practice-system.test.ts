import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jclDigests } from '../../src/jcl/index.ts';
import { sampleSystem } from '../readiness/sample-system.ts';
import type { SampleSystem } from '../readiness/sample-system.ts';

const jclOf = (typrun: string, user: string) => [
  "//R609A030 JOB (SAV,R2609A),'REL42',CLASS=R,MSGCLASS=Q,",
  `//  MSGLEVEL=(1,1),NOTIFY=RLMOPS${typrun},`,
  `//  UJOBCORR='${user}'`,
  '//S1 EXEC PGM=IEFBR14',
];

describe('a job on the practice system', () => {
  let system: SampleSystem;
  beforeAll(async () => {
    system = await sampleSystem();
  });
  afterAll(async () => system[Symbol.asyncDispose]());

  async function ended(correlator: string) {
    for (let look = 0; look < 100; look += 1) {
      const job = await system.zosmf.job(correlator);
      if (job?.status === 'OUTPUT') return job;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('the job did not end');
  }

  it('is held, found by its correlator, compared, released, read and purged', async () => {
    const { zosmf } = system;
    const jcl = jclOf(',TYPRUN=HOLD', 'LHELD').join('\n');
    const submitted = await zosmf.submit(jcl, 'LHELD');
    const correlator = submitted['job-correlator'] ?? '';
    expect(correlator).toMatch(/^.{31}:LHELD$/);

    const [found, ...others] = await zosmf.jobsByUserCorrelator('LHELD');
    expect(others).toEqual([]);
    expect(found).toMatchObject({ 'job-correlator': correlator, owner: 'LOCKSTP', status: 'INPUT', retcode: null });
    expect(jclDigests(await zosmf.jclOf(correlator))).toEqual(jclDigests(jcl));
    expect((await zosmf.jobsByPrefix('R609A')).jobs.map((job) => job['job-correlator'])).toEqual([correlator]);

    expect(await zosmf.release(correlator)).toMatchObject({ done: true });
    const job = await ended(correlator);
    expect(job.retcode).toBe('CC 0000');
    expect(job['step-data']).toMatchObject([{ 'step-name': 'S1', 'program-name': 'IEFBR14', completion: 'CC 0000' }]);
    const files = await zosmf.spoolFiles(correlator);
    expect(files.map((file) => file.ddname)).toEqual(expect.arrayContaining(['JESMSGLG', 'JESJCL', 'JESYSMSG']));
    const log = files.find((file) => file.ddname === 'JESMSGLG');
    expect(await zosmf.spoolText(correlator, log?.id ?? 0)).toContain('R609A030');

    expect(await zosmf.purge(correlator)).toMatchObject({ done: true });
    expect(await zosmf.job(correlator)).toBeUndefined();
    expect(await zosmf.release(correlator)).toMatchObject({ done: false });
  });

  it('exists once although the answer to its submission was lost, and is found by its correlator', async () => {
    const { zosmf, practice } = system;
    await Promise.all(['A', 'B', 'C'].map((prefix) => zosmf.jobsByPrefix(prefix)));
    const fault = await fetch(`${practice.url}/practice/faults`, {
      method: 'POST',
      headers: { 'X-Practice-Token': practice.practiceToken, 'Content-Type': 'application/json' },
      body: JSON.stringify({ method: 'PUT', path: '/zosmf/restjobs/jobs', effect: { kind: 'drop-after' } }),
    });
    expect(fault.status).toBe(201);
    await expect(zosmf.submit(jclOf(',TYPRUN=HOLD', 'LLOST').join('\n'), 'LLOST')).rejects.toMatchObject({
      code: 'zosmf.in-doubt',
    });
    const found = await zosmf.jobsByUserCorrelator('LLOST');
    expect(found).toHaveLength(1);
    await zosmf.purge(found[0]?.['job-correlator'] ?? '');
  });

  it('with a broken JOB card is refused, and nothing is in doubt', async () => {
    await expect(system.zosmf.submit('NO JCL AT ALL', 'LBAD')).rejects.toMatchObject({
      code: 'zosmf.refused',
      facts: { category: 6, rc: 4 },
    });
  });
});

describe('data sets of the practice system', () => {
  it('are listed, and their members read as stored and as text', async () => {
    await using system = await sampleSystem();
    const { zosmf } = system;
    expect((await zosmf.probe()).version).toBe('29');
    expect(await zosmf.dataSet('KSBP.SAV.PROCLIB')).toMatchObject({
      dsname: 'KSBP.SAV.PROCLIB',
      recfm: 'FB',
      lrecl: '80',
    });
    expect(await zosmf.dataSet('KSBP.SAV')).toBeUndefined();
    expect(await zosmf.members('KSBP.SAV.JCLLIB')).toEqual(expect.arrayContaining(['SVJQINT0', 'SVJINTD1']));
    await expect(zosmf.members('KSBP.SAV.NOTHERE')).rejects.toMatchObject({ code: 'zosmf.refused' });
    const bytes = await zosmf.memberBytes('KSBP.SAV.COBOL', 'SVINTCLC');
    expect((bytes?.length ?? 1) % 80).toBe(0);
    expect(await zosmf.memberText('KSBP.SAV.COBOL', 'SVINTCLC')).toContain('PROGRAM-ID. SVINTCLC.');
    expect(await zosmf.memberBytes('KSBP.SAV.COBOL', 'SVNONE')).toBeUndefined();
    expect(await zosmf.memberText('KSBP.SAV.NONE', 'SVNONE')).toBeUndefined();
  });

  it('and its console answers a PHASEIN', async () => {
    await using system = await sampleSystem();
    expect(await system.zosmf.command('F CICSPA1,CEMT SET PROGRAM(SVINTINQ) PHASEIN')).toContain('RESPONSE: NORMAL');
  });
});
