import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { batchMachine } from '../support/batch.ts';

const ams = (commands: string, more = '') => `//AMS      EXEC PGM=IDCAMS
//SYSPRINT DD SYSOUT=*${more}
//SYSIN    DD *
${commands}
/*`;

const ksds = `  DEFINE CLUSTER (NAME(DEVA.KSDS) -
         INDEXED KEYS(4 0) RECORDSIZE(20 80) -
         TRACKS(5 5) SHAREOPTIONS(2 3) VOLUMES(*))`;

type Machine = Awaited<ReturnType<typeof batchMachine>>;

const input = (lines: readonly string[]) => `\n//IN       DD *\n${lines.join('\n')}\n/*`;

async function loaded(machine: Machine, lines: readonly string[]) {
  const done = await machine.run(ams(`${ksds}\n  REPRO INFILE(IN) OUTDATASET(DEVA.KSDS)`, input(lines)));
  expect(done.codes).toEqual(['CC 0000']);
  return done;
}

const keys = (machine: Machine, name = 'DEVA.KSDS') =>
  machine.dataSets.vsam.read(name).map(({ data }) => ebcdic.decode(data.subarray(0, 4)));

describe('IDCAMS with VSAM', () => {
  it('defines a cluster and says where it put it', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(ams(ksds));
    expect(done.codes).toEqual(['CC 0000']);
    const listing = done.spool('SYSPRINT');
    expect(listing).toMatch(/IDC0508I DATA ALLOCATION STATUS FOR VOLUME \w+ IS 0/);
    expect(listing).toMatch(/IDC0509I INDEX ALLOCATION STATUS FOR VOLUME \w+ IS 0/);
    expect(listing).toContain('IDC0512I NAME GENERATED-(D) DEVA.KSDS.DATA');
    expect(machine.dataSets.vsam.find('DEVA.KSDS')).toMatchObject({
      type: 'KSDS',
      key: { length: 4, offset: 0 },
      shareOptions: [2, 3],
    });
  });

  it.each([
    ['12 for a name that is taken', ksds, 12, 'IDC3013I DUPLICATE DATA SET NAME'],
    ['12 for a cluster without space', '  DEFINE CLUSTER (NAME(DEVA.X))', 12, 'IDC3202I ABOVE TEXT BYPASSED'],
    ['12 for a name against the rules', '  DEFINE CLUSTER (NAME(DEVA.TOOLONGNAME) TRK(1))', 12, 'IDC3203I'],
    ['12 for a keyword of another command', '  DEFINE CLUSTER (NAME(DEVA.X) LIMIT(3))', 12, "IDC3211I KEYWORD 'LIMIT'"],
    ['12 for a key outside the record', '  DEFINE CL (NAME(DEVA.X) TRK(1) KEYS(9 5) RECSZ(8 8))', 12, 'IDC3015I'],
    ['12 for a catalog', '  DEFINE USERCATALOG (NAME(UCAT.X) CYL(1))', 12, 'IDC3018I SECURITY VERIFICATION FAILED'],
    ['12 for an index of what is not there', '  DEF AIX (NAME(DEVA.A) RELATE(DEVA.NO) TRK(1))', 12, 'IDC3012I'],
    ['12 for a path to what is not there', '  DEFINE PATH (NAME(DEVA.P) PATHENTRY(DEVA.NO))', 12, 'IDC3012I'],
    ['12 for an alias of what is not there', '  DEFINE ALIAS (NAME(DEVA.P) RELATE(DEVA.NO))', 12, 'IDC3012I'],
    ['0 for a model', '  DEFINE CLUSTER (NAME(DEVA.NEW) MODEL(DEVA.KSDS))', 0, 'IDC0001I'],
    ['0 for VERIFY of a cluster', '  VERIFY DATASET(DEVA.KSDS)', 0, 'IDC0001I'],
    ['12 for VERIFY of what is not there', '  VERIFY DATASET(DEVA.NO)', 12, 'IDC3300I  ERROR OPENING DEVA.NO'],
    [
      '12 for an input cluster that is empty',
      '  PRINT INDATASET(DEVA.KSDS)',
      12,
      'IDC3351I ** VSAM OPEN RETURN CODE IS 160',
    ],
    ['0 for EXAMINE', '  EXAMINE NAME(DEVA.KSDS) DATATEST', 0, 'IDC01724I INDEXTEST COMPLETE - NO ERRORS DETECTED'],
    ['12 for DIAGNOSE', '  DIAGNOSE VVDS INDATASET(SYS1.VVDS)', 12, 'IDC3018I'],
  ])('gives %s', async (_, commands, code, message) => {
    await using machine = await batchMachine();
    await machine.run(ams(ksds));
    const done = await machine.run(ams(commands));
    expect([done.codes, done.spool('SYSPRINT')]).toEqual([
      [`CC ${String(code).padStart(4, '0')}`],
      expect.stringContaining(message),
    ]);
  });

  it('deletes a cluster with all that belongs to it', async () => {
    await using machine = await batchMachine();
    await machine.run(
      ams(`${ksds}
  DEFINE AIX (NAME(DEVA.AIX) RELATE(DEVA.KSDS) KEYS(2 4) -
         TRACKS(1 1) UNIQUEKEY)
  DEFINE PATH (NAME(DEVA.PATH) PATHENTRY(DEVA.AIX))`),
    );
    expect(machine.dataSets.locate('DEVA.PATH')?.type).toBe('PATH');
    const done = await machine.run(ams('  DELETE DEVA.KSDS CLUSTER PURGE'));
    const deleted = [...done.spool('SYSPRINT').matchAll(/IDC0550I ENTRY \((.)\) (\S+) DELETED/g)].map(
      ([, type, name]) => `${type ?? ''} ${name ?? ''}`,
    );
    expect(deleted).toEqual(
      expect.arrayContaining(['R DEVA.PATH', 'G DEVA.AIX', 'D DEVA.KSDS.DATA', 'I DEVA.KSDS.INDEX', 'C DEVA.KSDS']),
    );
    expect(machine.dataSets.locate('DEVA.AIX')).toBeUndefined();
  });

  it('loads records in order of keys', async () => {
    await using machine = await batchMachine();
    const done = await loaded(machine, ['AAAA', 'BBBB', 'CCCC']);
    expect(done.spool('SYSPRINT')).toContain('IDC0005I NUMBER OF RECORDS PROCESSED WAS 3');
    expect(keys(machine)).toEqual(['AAAA', 'BBBB', 'CCCC']);
  });

  it('refuses duplicate keys with 12, up to the limit of errors', async () => {
    await using machine = await batchMachine();
    await loaded(machine, ['AAAA', 'BBBB', 'CCCC', 'DDDD']);
    const one = await machine.run(ams('  REPRO INFILE(IN) OUTDATASET(DEVA.KSDS)', input(['AAAA', 'EEEE'])));
    expect(one.codes).toEqual(['CC 0012']);
    expect(one.spool('SYSPRINT')).toContain('IDC3302I  ACTION ERROR ON DEVA.KSDS');
    expect(one.spool('SYSPRINT')).toContain('IDC3351I ** VSAM I/O RETURN CODE IS 8');
    expect(keys(machine)).toContain('EEEE');
    const many = await machine.run(
      ams('  REPRO INFILE(IN) OUTDATASET(DEVA.KSDS)', input(['AAAA', 'BBBB', 'CCCC', 'DDDD', 'FFFF'])),
    );
    expect(many.spool('SYSPRINT')).toContain('IDC31467I MAXIMUM ERROR LIMIT REACHED.');
    expect(keys(machine)).not.toContain('FFFF');
  });

  it('refuses records out of sequence when it loads', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(
      ams(`${ksds}\n  REPRO INFILE(IN) OUTDATASET(DEVA.KSDS)`, input(['BBBB', 'AAAA', 'CCCC'])),
    );
    expect(done.codes).toEqual(['CC 0012']);
    expect(done.spool('SYSPRINT')).toContain('IDC3314I ** RECORD AAAA OUT OF SEQUENCE');
    expect(keys(machine)).toEqual(['BBBB', 'CCCC']);
  });

  it('replaces by REPLACE, and empties by REUSE only what was defined so', async () => {
    await using machine = await batchMachine();
    await loaded(machine, ['AAAA', 'BBBB']);
    const replaced = await machine.run(ams('  REPRO INFILE(IN) ODS(DEVA.KSDS) REPLACE', input(['AAAA-NEW'])));
    expect(replaced.codes).toEqual(['CC 0000']);
    expect(ebcdic.decode(machine.dataSets.vsam.get('DEVA.KSDS', ebcdic.encode('AAAA')) ?? Buffer.alloc(0))).toMatch(
      /^AAAA-NEW/,
    );
    const reused = await machine.run(ams('  REPRO INFILE(IN) ODS(DEVA.KSDS) REUSE', input(['CCCC'])));
    expect(reused.codes).toEqual(['CC 0012']);
    expect(reused.spool('SYSPRINT')).toContain('IDC3351I ** VSAM OPEN RETURN CODE IS 232');
    await machine.run(ams('  ALTER DEVA.KSDS REUSE\n  REPRO INFILE(IN) ODS(DEVA.KSDS) REUSE', input(['CCCC'])));
    expect(keys(machine)).toEqual(['CCCC']);
  });

  it('takes parts by key, number and count', async () => {
    await using machine = await batchMachine();
    await loaded(machine, ['AAAA', 'ABBB', 'BBBB', 'CCCC']);
    const out = `\n//OUT      DD DSN=DEVA.OUT,DISP=(NEW,CATLG),SPACE=(TRK,1),
//            RECFM=VB,LRECL=84`;
    await machine.run(ams('  REPRO INDATASET(DEVA.KSDS) OUTFILE(OUT) FROMKEY(AB) TOKEY(B)', out));
    expect(machine.text('DEVA.OUT')).toBe('ABBB\nBBBB');
    await machine.run(ams('  DELETE DEVA.OUT'));
    await machine.run(ams('  REPRO INDATASET(DEVA.KSDS) OUTFILE(OUT) SKIP(1) COUNT(2)', out));
    expect(machine.text('DEVA.OUT')).toBe('ABBB\nBBBB');
    const wrong = await machine.run(
      ams('  REPRO IDS(DEVA.KSDS) OFILE(OUT) FROMKEY(A) SKIP(1)', '\n//OUT      DD DUMMY'),
    );
    expect(wrong.codes).toEqual(['CC 0012']);
  });

  it('prints records as characters, in hexadecimal and as a dump', async () => {
    await using machine = await batchMachine();
    await loaded(machine, ['AAAA12']);
    const done = await machine.run(
      ams('  PRINT IDS(DEVA.KSDS) CHAR\n  PRINT IDS(DEVA.KSDS) HEX\n  PRINT IDS(DEVA.KSDS)'),
    );
    const listing = done.spool('SYSPRINT');
    expect(listing).toContain('LISTING OF DATA SET -DEVA.KSDS');
    expect(listing).toContain('KEY OF RECORD - AAAA');
    expect(listing).toMatch(/\n C1C1C1C1F1F240/);
    expect(listing).toMatch(/000000 {2}C1C1C1C1 F1F24040 40404040 40404040 {3}40404040/);
    expect(listing).toContain('*AAAA12');
  });

  it('lists a cluster as a catalog does', async () => {
    await using machine = await batchMachine();
    await loaded(machine, ['AAAA', 'BBBB']);
    const listing = (await machine.run(ams('  LISTCAT ENT(DEVA.KSDS) ALL'))).spool('SYSPRINT');
    expect(listing).toContain('CLUSTER ------- DEVA.KSDS');
    expect(listing).toContain('DATA-----DEVA.KSDS.DATA');
    expect(listing).toContain('KEYLEN-----------------4     AVGLRECL--------------20');
    expect(listing).toContain('REC-TOTAL--------------2');
    expect(listing).toContain('SHROPTNS(2,3)');
    expect(listing).toMatch(/CLUSTER ---------------1\n.*DATA ------------------1/);
    expect(listing).toMatch(/TOTAL -----------------3/);
  });

  it('moves a cluster out and in again', async () => {
    await using machine = await batchMachine();
    await loaded(machine, ['AAAA', 'BBBB']);
    const dd = (disp: string) => `\n//PORT     DD DSN=DEVA.PORT,DISP=${disp}`;
    const out = await machine.run(ams('  EXPORT DEVA.KSDS OUTFILE(PORT)', dd('(NEW,CATLG),SPACE=(TRK,(5,5))')));
    expect(out.spool('SYSPRINT')).toContain('IDC0594I PORTABLE DATA SET CREATED SUCCESSFULLY');
    expect(machine.dataSets.locate('DEVA.KSDS')).toBeUndefined();
    const back = await machine.run(
      ams('  IMPORT INFILE(PORT) ODS(DEVA.TWO) -\n         OBJECTS((DEVA.KSDS NEWNAME(DEVA.TWO)))', dd('SHR')),
    );
    expect(back.codes).toEqual(['CC 0000']);
    expect(keys(machine, 'DEVA.TWO')).toEqual(['AAAA', 'BBBB']);
    const wrong = await machine.run(ams('  IMPORT INFILE(IN) ODS(DEVA.THREE)', input(['NOTHING'])));
    expect(wrong.codes).toEqual(['CC 0012']);
  });

  it('builds an alternate index, unless keys that must be single are not', async () => {
    await using machine = await batchMachine();
    await loaded(machine, ['AAAA1', 'BBBB2', 'CCCC2']);
    const build = (unique: string) =>
      ams(`  DEFINE AIX (NAME(DEVA.AIX) RELATE(DEVA.KSDS) KEYS(1 4) -
         TRK(1) ${unique})
  BLDINDEX IDS(DEVA.KSDS) ODS(DEVA.AIX)`);
    const good = await machine.run(build('NONUNIQUEKEY'));
    expect(good.codes).toEqual(['CC 0000']);
    expect(good.spool('SYSPRINT')).toContain('IDC0652I DEVA.AIX SUCCESSFULLY BUILT');
    await machine.run(ams('  DELETE DEVA.AIX ALTERNATEINDEX'));
    expect((await machine.run(build('UNIQUEKEY'))).codes).toEqual(['CC 0004']);
  });

  it('loads 100,000 records', async () => {
    await using machine = await batchMachine();
    const records = (count: number) =>
      Array.from({ length: count }, (_, at) => ebcdic.encode(String(at).padStart(8, '0').padEnd(20)));
    machine.dataSets.create(
      'DEVA.BIG',
      {
        dsorg: 'PS',
        recfm: 'FB',
        lrecl: 20,
        blksize: 27_980,
        primary: 900,
        secondary: 100,
        dirblk: 0,
        spaceUnit: 'TRACKS',
      },
      'DEVA',
    );
    machine.dataSets.write('DEVA.BIG', undefined, records(100_000), { user: 'DEVA' });
    const define = '  DEFINE CLUSTER (NAME(DEVA.VSAM) KEYS(8 0) RECSZ(20 20) CYL(30 10))';
    const done = await machine.run(ams(`${define}\n  REPRO IDS(DEVA.BIG) ODS(DEVA.VSAM)`));
    expect(done.spool('SYSPRINT')).toContain('IDC0005I NUMBER OF RECORDS PROCESSED WAS 100000');
  });
});
