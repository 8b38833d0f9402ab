import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';

const ams = (commands: string, more = '', parm = '') => `//AMS      EXEC PGM=IDCAMS${parm}
//SYSPRINT DD SYSOUT=*${more}
//SYSIN    DD *
${commands}
/*`;

const ksds = `  DEFINE CLUSTER (NAME(DEVA.KSDS) -
         INDEXED KEYS(4 0) RECORDSIZE(20 80) TRACKS(5 5))`;
const rows = '\n//IN       DD *\nAAAA1\nBBBB2\n/*';

describe('What IDCAMS does not imitate', () => {
  it.each([
    ['ALTER INHIBIT', '  ALTER DEVA.KSDS INHIBIT', 'INHIBIT'],
    ['ALTER ADDVOLUMES', '  ALTER DEVA.KSDS ADDVOLUMES(PRC002)', 'ADDVOLUMES'],
    ['ALTER REMOVEVOLUMES', '  ALTER DEVA.KSDS REMOVEVOLUMES(PRC001)', 'REMOVEVOLUMES'],
    ['ALTER NULLIFY', '  ALTER DEVA.KSDS NULLIFY(OWNER)', 'NULLIFY'],
    ['EXPORT INHIBITSOURCE', '  EXPORT DEVA.KSDS ODS(DEVA.OUT) TEMPORARY INHIBITSOURCE', 'INHIBITSOURCE'],
    ['EXPORT INHIBITTARGET', '  EXPORT DEVA.KSDS ODS(DEVA.OUT) TEMPORARY INHIBITTARGET', 'INHIBITTARGET'],
    ['DEFINE PATH NOUPDATE', '  DEFINE PATH (NAME(DEVA.P) PATHENTRY(DEVA.KSDS) NOUPDATE)', 'NOUPDATE'],
    ['ALLOCATE DELETE', '  ALLOCATE DATASET(DEVA.NEW) NEW TRACKS SPACE(1 1) DELETE', 'DELETE'],
    ['MERGECAT', '  REPRO IDS(UCAT.A) ODS(UCAT.B) MERGECAT', 'MERGECAT'],
  ])('ends %s with 12 and names the word', async (_, commands, word) => {
    await using machine = await batchMachine();
    const done = await machine.run(ams(`${ksds}\n${commands}`));
    expect([done.codes, done.spool('SYSPRINT')]).toEqual([
      ['CC 0012'],
      expect.stringContaining(`IDC3211I KEYWORD '${word}' IS IMPROPER`),
    ]);
  });

  it.each(['TEST(TRACE)', 'GRAPHICS(TABLE(MINE))'])('refuses to start with PARM %s', async (parm) => {
    await using machine = await batchMachine();
    const done = await machine.run(ams(ksds, '', `,PARM='${parm}'`));
    expect(done.codes).toEqual(['CC 0016']);
    expect(machine.dataSets.locate('DEVA.KSDS')).toBeUndefined();
  });

  it('finds no cluster to catalogue again', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(ams(ksds.replace('TRACKS', 'RECATALOG TRACKS')));
    expect(done.codes).toEqual(['CC 0012']);
    expect(machine.dataSets.locate('DEVA.KSDS')).toBeUndefined();
  });

  it('says that an attribute does not belong to a type of entry', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(ams(`${ksds}\n  ALTER DEVA.KSDS LIMIT(3)`));
    expect(done.codes).toEqual(['CC 0012']);
    expect(done.spool('SYSPRINT')).toContain('IDC3019I INVALID ENTRY TYPE FOR REQUESTED ACTION');
  });
});

describe('What IDCAMS keeps', () => {
  it('lists the attributes that DEFINE and ALTER gave', async () => {
    await using machine = await batchMachine();
    await machine.run(ams(ksds.replace('TRACKS', '-\n OWNER(SHOP) SPEED BUFFERSPACE(30000) TO(2030100) -\n TRACKS')));
    const done = await machine.run(
      ams('  ALTER DEVA.KSDS BUFFERSPACE(40000) WRITECHECK OWNER(NIGHT)\n  LISTCAT ENTRIES(DEVA.KSDS) ALL'),
    );
    expect(done.codes).toEqual(['CC 0000']);
    const listing = done.spool('SYSPRINT');
    expect(listing).toMatch(/DATASET-OWNER-+NIGHT/);
    expect(listing).toMatch(/EXPIRATION-+2030\.100/);
    expect(listing).toMatch(/BUFSPACE-+40000/);
    expect(listing).toMatch(/SPEED .* WRITECHK/);
  });

  it('keeps the days of FOR', async () => {
    await using machine = await batchMachine();
    await machine.run(ams(ksds.replace('TRACKS', 'FOR(10) TRACKS')));
    const done = await machine.run(ams('  DELETE DEVA.KSDS'));
    expect(done.spool('SYSPRINT')).toContain('IDC3023I');
  });

  it('lists by age and by expiry', async () => {
    await using machine = await batchMachine();
    await machine.run(ams(ksds.replace('TRACKS', 'FOR(10) TRACKS')));
    const count = async (filter: string) => {
      const done = await machine.run(ams(`  LISTCAT ENTRIES(DEVA.KSDS) ${filter}`));
      return / CLUSTER -+(\d+)/.exec(done.spool('SYSPRINT'))?.[1];
    };
    expect([await count('CREATION(0)'), await count('CREATION(1)')]).toEqual(['1', '0']);
    expect([await count('EXPIRATION(20)'), await count('EXPIRATION(5)'), await count('NOTUSABLE')]).toEqual([
      '1',
      '0',
      '0',
    ]);
  });

  it('reads through a path only when its index was built', async () => {
    await using machine = await batchMachine();
    await machine.run(
      ams(
        `${ksds}
  REPRO INFILE(IN) OUTDATASET(DEVA.KSDS)
  DEFINE AIX (NAME(DEVA.AIX) RELATE(DEVA.KSDS) KEYS(1 4) TRK(1))
  DEFINE PATH (NAME(DEVA.PATH) PATHENTRY(DEVA.AIX))`,
        rows,
      ),
    );
    const before = await machine.run(ams('  PRINT IDS(DEVA.PATH) CHARACTER'));
    expect(before.codes).toEqual(['CC 0012']);
    expect(before.spool('SYSPRINT')).toContain('IDC3351I ** VSAM OPEN RETURN CODE IS 160');
    const after = await machine.run(ams('  BLDINDEX IDS(DEVA.KSDS) ODS(DEVA.AIX)\n  PRINT IDS(DEVA.PATH) CHARACTER'));
    expect(after.codes).toEqual(['CC 0000']);
    expect(after.spool('SYSPRINT')).toContain('IDC0005I NUMBER OF RECORDS PROCESSED WAS 2');
  });

  it('allocates with the classes, the expiry and the space that were given', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(
      ams(
        '  ALLOCATE DATASET(DEVA.NEW) NEW SPACE(10 5) AVGREC(K) -\n LRECL(100) RECFM(F B) STORCLAS(FAST) EXPDT(2031/001)',
      ),
    );
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.dataSets.find('DEVA.NEW')?.attributes).toMatchObject({
      ...{ recfm: 'FB', storclas: 'FAST', expdt: '2031/001', primary: 19 },
    });
  });
});
