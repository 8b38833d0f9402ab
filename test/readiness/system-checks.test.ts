import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sha256Hex } from '../../src/shared/digest.ts';
import type { SystemCheck } from '../../src/releases/plan.schema.ts';
import { answerSystemCheck, answerSystemChecks } from '../../src/readiness/system-checks.ts';
import { sampleSystem } from './sample-system.ts';
import type { SampleSystem } from './sample-system.ts';

const question = 'Is it so?';
const at = (library: string, member: string) => ({ library, member });
const staged = (role: string, member: string) => at(`KSBR.R2609A.${role}`, member);
const production = (role: string, member: string) => at(`KSBP.SAV.${role}`, member);

describe('checks against the sample system', () => {
  let system: SampleSystem;
  beforeAll(async () => {
    system = await sampleSystem();
  });
  afterAll(async () => system[Symbol.asyncDispose]());
  const ask = (check: SystemCheck) => answerSystemCheck(check, system.deps);
  const scanOf = (jcl: readonly string[]) => {
    const text = jcl.join('\n');
    const blobs = { get: () => Promise.resolve(Buffer.from(text)) };
    return answerSystemCheck(
      { kind: 'scan', question, jcl: sha256Hex(text), jobname: 'R609A050' },
      { ...system.deps, blobs },
    );
  };

  it('compare a library with the estate, and say what differs and whose it is', async () => {
    const library = {
      kind: 'library' as const,
      question,
      dsname: 'KSBP.SAV.COBOL',
      organisation: 'PDSE' as const,
      recfm: 'FB',
      lrecl: 80,
      blksize: 27_920,
    };
    expect(await ask(library)).toEqual({
      id: 'library:KSBP.SAV.COBOL',
      kind: 'system',
      question,
      verdict: 'pass',
      found: 'KSBP.SAV.COBOL is a PDSE, FB 80',
    });
    expect(await ask({ ...library, organisation: 'PDS', lrecl: 133 })).toMatchObject({
      verdict: 'fail',
      found: 'KSBP.SAV.COBOL has organisation PDSE, not PDS; KSBP.SAV.COBOL has LRECL 80, not 133',
      nextAction: { what: 'Reallocate KSBP.SAV.COBOL with organisation PDS', whose: 'storage administration' },
    });
    expect(await ask({ ...library, dsname: 'KSBP.SAV.NOTHERE' })).toMatchObject({ verdict: 'fail' });
    expect(
      await ask({
        kind: 'library',
        question,
        dsname: 'KSBP.SAV.LOADLIB',
        organisation: 'PDSE',
        recfm: 'U',
        lrecl: 0,
        blksize: 32_760,
      }),
    ).toMatchObject({ verdict: 'pass' });
  });

  it('compare stored bytes of text, DBRM and load module with the approved digest', async () => {
    const members = await Promise.all(
      (
        [
          ['COBOL', 'text'],
          ['DBRMLIB', 'dbrm'],
          ['LOADLIB', 'load-module'],
        ] as const
      ).map(async ([role, form]) => {
        const bytes = await system.zosmf.memberBytes(`KSBR.R2609A.${role}`, 'SVINTPST');
        return { at: staged(role, 'SVINTPST'), form, digest: sha256Hex(bytes!), of: 'the approved content' };
      }),
    );
    expect(await ask({ kind: 'content-is', question, members })).toMatchObject({
      verdict: 'pass',
      found: '3 members as recorded (SHA-256 of the stored records, zosmf-binary: SHA-256 of the binary read)',
    });
    const changed = members.map((member) => ({ ...member, digest: sha256Hex('other') }));
    const answer = await ask({ kind: 'content-is', question, members: [members[0]!, changed[1]!] });
    expect(answer).toMatchObject({ verdict: 'fail', nextAction: { whose: 'owner of the change' } });
    expect(answer.found).toContain('KSBR.R2609A.DBRMLIB(SVINTPST) is not the approved content');
  });

  it('tell equal members from different and missing ones', async () => {
    const pair = (left: ReturnType<typeof at>, right: ReturnType<typeof at>): SystemCheck => ({
      kind: 'same-content',
      question,
      pairs: [{ left, right, form: 'text' }],
    });
    const own = production('COBOL', 'SVINTCLC');
    expect((await ask(pair(own, own))).verdict).toBe('pass');
    expect((await ask(pair(own, staged('COBOL', 'SVINTCLC')))).verdict).toBe('fail');
    expect(await ask(pair(own, staged('COBOL', 'SVNONE')))).toMatchObject({
      verdict: 'fail',
      found: 'KSBR.R2609A.COBOL(SVNONE) is not there',
    });
  });

  it('find names free or taken, and do not call a name free in a library that they cannot see', async () => {
    const absent = (members: ReturnType<typeof at>[], dataSets: string[] = []): SystemCheck => ({
      kind: 'absent',
      question,
      members,
      dataSets,
    });
    expect((await ask(absent([production('JCLLIB', 'SVJQINT1')], ['KSBP.SAV.INT.AUDIT']))).verdict).toBe('pass');
    expect((await ask(absent([production('JCLLIB', 'SVJQINT0')]))).verdict).toBe('fail');
    expect((await ask(absent([], ['KSBP.SAV.COBOL']))).verdict).toBe('fail');
    expect((await ask(absent([at('KSBP.SAV.NOTHERE', 'X')]))).verdict).toBe('unknown');
  });

  it('find one token in DBRM, load module and package', async () => {
    const program = {
      dbrm: production('DBRMLIB', 'SVINTPST'),
      load: production('LOADLIB', 'SVINTPST'),
      ssid: 'DBP1',
      package: { collection: 'SAVPROD', name: 'SVINTPST' },
    };
    const tokens = (one: typeof program): SystemCheck => ({ kind: 'tokens', question, programs: [one] });
    expect(await ask(tokens(program))).toMatchObject({ verdict: 'pass', found: '1 program: tokens agree' });
    const mixed = await ask(tokens({ ...program, dbrm: staged('DBRMLIB', 'SVINTPST') }));
    expect(mixed.verdict).toBe('fail');
    expect(mixed.found).toMatch(/does not carry the token .* of its DBRM; Package SAVPROD.SVINTPST has another token/);
    expect((await ask(tokens({ ...program, package: { collection: 'SAVPROD', name: 'SVNONE' } }))).found).toBe(
      'Package SAVPROD.SVNONE is not bound in DBP1',
    );
    expect((await ask(tokens({ ...program, dbrm: production('COBOL', 'SVSTMT01') }))).verdict).not.toBe('pass');
  });

  it('list which packages are bound', async () => {
    const packages = (version: string, present: boolean): SystemCheck => ({
      kind: 'packages-are',
      question,
      ssid: 'DBP1',
      packages: [{ collection: 'SAVPROD', name: 'SVINTPST', version, present }],
    });
    expect((await ask(packages('R2609A', false))).verdict).toBe('pass');
    expect(await ask(packages('R2609A', true))).toMatchObject({
      verdict: 'fail',
      nextAction: { what: 'Bind SAVPROD.SVINTPST.(R2609A)', whose: 'database administration' },
    });
    const bare = { ...system.deps, db2: [{ ssid: 'DBP1' }] };
    expect((await answerSystemCheck(packages('R2609A', false), bare)).verdict).toBe('unknown');
  });

  it('scan members as installed and rendered JCL', async () => {
    expect(await ask({ kind: 'scan', question, member: production('JCLLIB', 'SVJINTD1') })).toMatchObject({
      id: 'scan:KSBP.SAV.JCLLIB(SVJINTD1)',
      verdict: 'pass',
    });
    expect((await scanOf(['//S1 EXEC PGM=IEFBR14'])).verdict).toBe('pass');
    const bad = await scanOf(['//S1 EXEC SVPNONE']);
    expect(bad.verdict).toBe('fail');
    expect(bad.found).toContain('IEFC612I');
    expect((await ask({ kind: 'scan', question, member: production('JCLLIB', 'SVJNONE') })).verdict).toBe('fail');
  });

  it('leave no job behind', async () => {
    expect((await system.zosmf.jobsByPrefix('R609A')).jobs).toEqual([]);
  });

  it('give each check of a pass its own answer, in order, under a stable id', async () => {
    const checks: SystemCheck[] = [
      { kind: 'absent', question, members: [production('JCLLIB', 'SVJQINT1')], dataSets: [] },
      {
        kind: 'packages-are',
        question,
        ssid: 'DBP1',
        packages: [{ collection: 'SAVPROD', name: 'SVINTINQ', present: true }],
      },
    ];
    const answers = await answerSystemChecks(checks, system.deps);
    expect(answers.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['absent:KSBP.SAV.JCLLIB(SVJQINT1)', 'pass'],
      ['packages-are:SAVPROD.SVINTINQ.(*)', 'pass'],
    ]);
  });
});

describe('what could not be had', () => {
  const checks: SystemCheck[] = [
    { kind: 'library', question, dsname: 'KSBP.SAV.COBOL', organisation: 'PDSE', recfm: 'FB', lrecl: 80 },
    { kind: 'absent', question, members: [production('JCLLIB', 'SVJQINT1')], dataSets: ['KSBP.SAV.INT.AUDIT'] },
    { kind: 'scan', question, member: production('JCLLIB', 'SVJINTD1') },
    { kind: 'packages-are', question, ssid: 'DBP1', packages: [{ collection: 'SAVPROD', name: 'X', present: false }] },
    {
      kind: 'same-content',
      question,
      pairs: [{ left: production('COBOL', 'A'), right: production('COBOL', 'A'), form: 'text' }],
    },
  ];

  it('is unknown, never pass, when the credential is refused', async () => {
    await using system = await sampleSystem({ password: 'wrong' });
    const answers = await answerSystemChecks(checks, system.deps);
    expect(answers.map(({ verdict }) => verdict)).toEqual(checks.map(() => 'unknown'));
    expect(answers[0]?.nextAction?.whose).toBe('administrator');
  });

  it('is unknown when z/OSMF is down', async () => {
    const system = await sampleSystem();
    await system[Symbol.asyncDispose]();
    const answers = await answerSystemChecks(checks, system.deps);
    expect(answers.map(({ verdict }) => verdict)).toEqual(checks.map(() => 'unknown'));
  });
});
