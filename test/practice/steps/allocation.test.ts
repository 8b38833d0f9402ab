import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { createAuthority } from '../../../src/practice/security/authority.ts';
import { dataSetAccess } from '../../../src/practice/security/data-set-access.ts';
import type { Program } from '../../../src/practice/programs/program.ts';
import { lenientAllocation } from '../../../src/practice/steps/allocation-options.ts';
import { iefbr14 } from '../../../src/practice/programs/iefbr14.ts';
import { smallSite } from '../support/small-system.ts';
import { jobOf, practiceSystem } from '../jes/practice-system.ts';
import { textLibrary } from '../support/text-library.ts';

const unmanaged = { ...lenientAllocation, unmanaged: new Set(['OLD001', 'OLD002']) };
const disks = [
  { serial: 'PRC001', tracks: 1000 },
  { serial: 'OLD001', tracks: 1000 },
  { serial: 'OLD002', tracks: 1000 },
];
const onOld = (changes = {}) => practiceSystem({ allocation: unmanaged, ...changes }, disks);
const make = (dsname: string, disp: string, more = '') =>
  `//S1 EXEC PGM=IEFBR14\n//A DD DSN=${dsname},DISP=${disp},\n// SPACE=(TRK,1)${more}\n`;

describe('data sets on volumes that SMS does not manage', () => {
  it('are catalogued when their step ends, and not at all with KEEP', async () => {
    const system = onOld();
    const job = await system.run(jobOf(make('A.CAT', '(NEW,CATLG)', ',VOL=SER=OLD001,UNIT=3390')));
    await system.run(jobOf(make('A.KEPT', '(NEW,KEEP)', ',VOL=SER=OLD001,UNIT=3390')));
    expect(system.dataSets.find('A.CAT')?.volume).toBe('OLD001');
    expect(system.dataSets.find('A.KEPT')).toBeUndefined();
    expect(system.dataSets.onVolume('OLD001').find('A.KEPT')).toBeDefined();
    const lines = system.spool(job, 'JESYSMSG');
    expect(lines).toContain(' IGD100I 0941 ALLOCATED TO DDNAME A        DATACLAS (        )');
    expect(lines).toContain(' IEF285I   A.CAT                                        CATALOGED');
    expect(lines).toContain(' IEF285I   VOL SER NOS= OLD001.');
  });

  it('are left uncatalogued with RC 0 where the name is catalogued elsewhere: NOT CATLGD 2', async () => {
    const system = onOld();
    await system.run(jobOf(make('A.CAT', '(NEW,CATLG)', ',VOL=SER=OLD001')));
    const job = await system.run(jobOf(make('A.CAT', '(NEW,CATLG)', ',VOL=SER=OLD002')));
    expect(job.retcode).toBe('CC 0000');
    const lines = system.spool(job, 'JESYSMSG');
    expect(lines).toContain(' IEF287I   A.CAT                                        NOT CATLGD 2');
    expect(system.dataSets.find('A.CAT')?.volume).toBe('OLD001');
    expect(system.dataSets.onVolume('OLD002').find('A.CAT')).toBeDefined();
  });

  it('fail the job where the site says so', async () => {
    const system = practiceSystem({ allocation: { ...unmanaged, catalogErrorsFail: true } }, disks);
    await system.run(jobOf(make('A.CAT', '(NEW,CATLG)', ',VOL=SER=OLD001')));
    const job = await system.run(
      jobOf(`${make('A.CAT', '(NEW,CATLG)', ',VOL=SER=OLD002')}//S2 EXEC PGM=IEFBR14,COND=EVEN`),
    );
    expect(job.retcode).toBe('JCL ERROR');
    expect(job.steps.map(({ completion }) => completion)).toEqual(['CC 0000']);
    expect(system.spool(job, 'JESMSGLG').join('\n')).toContain(' IEF378I RELJOB1 ');
  });

  it('refuse a second one of the name on the same volume: IEF253I', async () => {
    const system = onOld();
    const again = jobOf(make('A.KEPT', '(NEW,KEEP)', ',VOL=SER=OLD001'));
    await system.run(again);
    const job = await system.run(again);
    expect(job.retcode).toBe('JCL ERROR');
    expect(system.spool(job, 'JESYSMSG').join('\n')).toContain(
      'IEF253I RELJOB1 S1 A - DUPLICATE NAME ON DIRECT ACCESS VOLUME',
    );
  });

  it('are found by their volume, which is looked at only at OPEN: S213-04', async () => {
    const system = onOld();
    await system.run(jobOf(make('A.KEPT', '(NEW,KEEP)', ',VOL=SER=OLD001,RECFM=FB,LRECL=80')));
    const copy = (volume: string) =>
      jobOf(`//S1 EXEC PGM=COPIES\n//SYSUT1 DD DSN=A.KEPT,DISP=OLD,UNIT=3390,VOL=SER=${volume}\n//SYSUT2 DD DUMMY`);
    expect((await system.run(copy('OLD001'))).retcode).toBe('CC 0000');
    const missing = await system.run(copy('OLD002'));
    expect(missing.retcode).toBe('ABEND S213');
    expect(system.spool(missing, 'JESMSGLG').join('\n')).toContain('IEC143I 213-04');
  });

  it('take the volume of another DD with VOL=REF, and pass it on to later steps', async () => {
    const system = onOld();
    const job = await system.run(
      jobOf(`${make('A.ONE', '(NEW,PASS)', ',VOL=SER=OLD002')}//B DD DSN=A.TWO,DISP=(NEW,KEEP),SPACE=(TRK,1),VOL=REF=*.A
//S2 EXEC PGM=IEFBR14
//C DD DSN=A.ONE,DISP=(OLD,CATLG)`),
    );
    expect(job.retcode).toBe('CC 0000');
    expect(system.dataSets.onVolume('OLD002').find('A.TWO')).toBeDefined();
    expect(system.dataSets.find('A.ONE')?.volume).toBe('OLD002');
  });

  it('leave the catalog with UNCATLG and stay on their volume', async () => {
    const system = onOld();
    await system.run(jobOf(make('A.CAT', '(NEW,CATLG)', ',VOL=SER=OLD001')));
    await system.run(jobOf('//S1 EXEC PGM=IEFBR14\n//A DD DSN=A.CAT,DISP=(OLD,UNCATLG)'));
    expect(system.dataSets.find('A.CAT')).toBeUndefined();
    expect(system.dataSets.onVolume('OLD001').find('A.CAT')).toBeDefined();
  });
});

describe('what a site lets pass', () => {
  const strict = { ...lenientAllocation, strict: true, units: new Set(['PRODDA']), storageClasses: new Set(['FAST']) };
  it.each([
    [',UNIT=NOSUCH', 'IEF210I RELJOB1 S1 A - UNIT FIELD SPECIFIES INCORRECT DEVICE NAME'],
    [',STORCLAS=SLOW', 'IGD01007I '],
    [',VOL=SER=NONE01', 'IEF245I RELJOB1 S1 A - INCONSISTENT UNIT NAME AND VOLUME SERIAL'],
  ])('a strict one refuses %s', async (more, message) => {
    const body = jobOf(make('A.B', '(NEW,CATLG)', more));
    const system = practiceSystem({ allocation: strict });
    const job = await system.run(body);
    expect(job.retcode).toBe('JCL ERROR');
    expect(system.spool(job, 'JESYSMSG').join('\n')).toContain(message);
    expect((await practiceSystem().run(body)).retcode).toBe('CC 0000');
  });

  it('a strict one takes what it defines', async () => {
    const job = await practiceSystem({ allocation: strict }).run(
      jobOf(make('A.B', '(NEW,CATLG)', ',UNIT=PRODDA,STORCLAS=FAST')),
    );
    expect(job.retcode).toBe('CC 0000');
  });
});

describe('labels', () => {
  it('keep classes, expiry and the unit of space', async () => {
    const system = practiceSystem();
    await system.run(
      jobOf(
        make('A.B', '(NEW,CATLG)', ',STORCLAS=FAST,MGMTCLAS=KEEP,\n// EXPDT=2027/001,RECFM=FBM,LRECL=133,BLKSIZE=1330'),
      ),
    );
    expect(system.dataSets.find('A.B')?.attributes).toMatchObject({
      ...{ storclas: 'FAST', mgmtclas: 'KEEP', expdt: '2027/001', recfm: 'FBM', lrecl: 133, blksize: 1330 },
    });
  });

  it('protect an unexpired data set from DELETE', async () => {
    const system = practiceSystem();
    await system.run(jobOf(make('A.B', '(NEW,CATLG)', ',RETPD=30')));
    const job = await system.run(jobOf('//S1 EXEC PGM=IEFBR14\n//A DD DSN=A.B,DISP=(OLD,DELETE)'));
    expect(system.dataSets.find('A.B')).toBeDefined();
    expect(system.spool(job, 'JESYSMSG').join('\n')).toContain('NOT DELETED 1');
  });

  it.each([
    ['RECFM=FB,LRECL=80,BLKSIZE=100', '013-20'],
    ['RECFM=VB,LRECL=255,BLKSIZE=255', '013-20'],
  ])('that cannot be are refused at OPEN: %s', async (dcb, code) => {
    const system = practiceSystem();
    const job = await system.run(
      jobOf(`//S1 EXEC PGM=COPIES\n//SYSUT1 DD *\nX\n//SYSUT2 DD DSN=A.B,DISP=(,CATLG),SPACE=(TRK,1),\n// ${dcb}`),
    );
    expect(job.retcode).toBe('ABEND S013');
    expect(system.spool(job, 'JESMSGLG').join('\n')).toContain(`IEC141I ${code}`);
  });

  it('of fixed and variable records cannot be read as one', async () => {
    const system = practiceSystem();
    system.dataSets.create('A.F', { ...textLibrary, dsorg: 'PS' }, 'X');
    system.dataSets.create('A.V', { ...textLibrary, dsorg: 'PS', recfm: 'VB', lrecl: 84, blksize: 27_998 }, 'X');
    const job = await system.run(
      jobOf('//S1 EXEC PGM=COPIES\n//SYSUT1 DD DSN=A.F,DISP=SHR\n// DD DSN=A.V,DISP=SHR\n//SYSUT2 DD DUMMY'),
    );
    expect(job.retcode).toBe('ABEND S013');
  });
});

describe('dispositions at the end of a step', () => {
  it('ABDISPCC takes the abnormal one for a return code that is too high', async () => {
    const system = practiceSystem();
    const step = (name: string, code: number, limit: string) =>
      `//${name} EXEC PGM=ENDS,PARM=${code},ABDISPCC=${limit}\n//A DD DSN=A.${name},DISP=(NEW,CATLG,DELETE),SPACE=(TRK,1)\n`;
    const job = await system.run(
      jobOf(step('LOW', 4, '(4,GT)') + step('HIGH', 8, '(4,GT)') + step('SAME', 4, '(4,GE)')),
    );
    expect(job.steps.map(({ completion }) => completion)).toEqual(['CC 0004', 'CC 0008', 'CC 0004']);
    expect(system.dataSets.list('A.**').map(({ dsname }) => dsname)).toEqual(['A.LOW']);
  });

  it('a generation that is passed rolls in with the step that catalogues it', async () => {
    const system = practiceSystem();
    system.dataSets.defineGdg({ name: 'A.G', limit: 2, scratch: true, empty: false });
    const job = await system.run(
      jobOf(`${make('A.G(+1)', '(NEW,PASS)')}//S2 EXEC PGM=IEFBR14\n//B DD DSN=A.G(+1),DISP=(OLD,CATLG)`),
    );
    expect(job.retcode).toBe('CC 0000');
    expect(system.dataSets.findGdg('A.G')?.generations).toEqual(['A.G.G0001V00']);
    expect(system.spool(job, 'JESYSMSG').join('\n')).toMatch(/IGD107I A\.G\.G0001V00 +ROLLED IN,/);
  });

  it('a generation that is only kept is not added', async () => {
    const system = practiceSystem();
    system.dataSets.defineGdg({ name: 'A.G', limit: 2, scratch: true, empty: false });
    await system.run(jobOf(make('A.G(+1)', '(NEW,KEEP)')));
    expect(system.dataSets.findGdg('A.G')?.generations).toEqual([]);
  });

  it('GDGBIAS=STEP counts relative numbers from each step', async () => {
    const system = practiceSystem();
    system.dataSets.defineGdg({ name: 'A.G', limit: 5, scratch: true, empty: false });
    const two = `${make('A.G(+1)', '(NEW,CATLG)')}//S2 EXEC PGM=IEFBR14\n//B DD DSN=A.G(+1),DISP=(NEW,CATLG),SPACE=(TRK,1)`;
    await system.run(jobOf(two, "1,'X',GDGBIAS=STEP"));
    expect(system.dataSets.findGdg('A.G')?.generations).toHaveLength(2);
    expect((await system.run(jobOf(two))).retcode).toBe('JCL ERROR');
  });
});

const denied = () => {
  const site = smallSite({
    profiles: [{ class: 'DATASET', name: 'SECRET.**', uacc: 'NONE', access: { READER: 'READ', WRITER: 'UPDATE' } }],
  });
  return dataSetAccess(createAuthority(site), site.users);
};

describe('access of the job', () => {
  const setUp = (programs: readonly Program[] = []) => {
    const system = practiceSystem({ dataSetAccess: denied() });
    system.library('SECRET.LIB', { A: 'TEXT' });
    return { system, programs };
  };
  const copy = (from: string, to: string) =>
    jobOf(`//S1 EXEC PGM=COPIES\n//SYSUT1 DD DSN=${from},DISP=SHR\n//SYSUT2 DD ${to}`);

  it('without READ ends at OPEN: ICH408I and S913-38', async () => {
    const { system } = setUp();
    const job = await system.run(copy('SECRET.LIB(A)', 'DUMMY'));
    expect(job.retcode).toBe('ABEND S913');
    const log = system.spool(job, 'JESMSGLG').join('\n');
    expect(log).toContain('ICH408I USER(RELMGR  )');
    expect(log).toContain('FROM SECRET.** (G)');
    expect(log).toContain('ACCESS INTENT(READ   )  ACCESS ALLOWED(NONE   )');
    expect(log).toContain('IEC150I 913-38,IFG0194E,RELJOB1,S1,SYSUT1,0940,PRC001,SECRET.LIB');
  });

  it('with READ alone does not write', async () => {
    const { system } = setUp();
    const job = await system.ended(
      system.submit(copy('SECRET.LIB(A)', 'DSN=SECRET.LIB(B),DISP=SHR'), { user: 'READER' }),
    );
    expect(job.retcode).toBe('ABEND S913');
    expect(system.dataSets.member('SECRET.LIB', 'B')).toBeUndefined();
    const writer = await system.ended(
      system.submit(copy('SECRET.LIB(A)', 'DSN=SECRET.LIB(B),DISP=SHR'), { user: 'WRITER' }),
    );
    expect(writer.retcode).toBe('CC 0000');
  });

  it('without ALTER makes and deletes nothing', async () => {
    const { system } = setUp();
    const made = await system.ended(system.submit(jobOf(make('SECRET.NEW', '(NEW,CATLG)')), { user: 'WRITER' }));
    expect(made.retcode).toBe('JCL ERROR');
    expect(system.dataSets.find('SECRET.NEW')).toBeUndefined();
    const gone = jobOf('//S1 EXEC PGM=IEFBR14\n//A DD DSN=SECRET.LIB,DISP=(OLD,DELETE)');
    const deleted = await system.ended(system.submit(gone, { user: 'WRITER' }));
    expect(deleted.retcode).toBe('CC 0000');
    expect(system.dataSets.find('SECRET.LIB')).toBeDefined();
    expect(system.spool(deleted, 'JESYSMSG').join('\n')).toContain('NOT DELETED 8');
  });

  it('holds for what programs reach by name too', async () => {
    const eraser: Program = {
      names: ['ERASER'],
      run(step) {
        expect(step.refuses?.('SECRET.LIB', 'ALTER')?.[0]).toContain('ICH408I');
        step.dataSets.remove('SECRET.LIB');
        return Promise.resolve({ kind: 'rc', code: 0 });
      },
    };
    const system = practiceSystem({
      dataSetAccess: denied(),
      program: (name) => [iefbr14, eraser].find(({ names }) => names.includes(name)),
    });
    system.library('SECRET.LIB');
    const job = await system.run(jobOf('//S1 EXEC PGM=ERASER'));
    expect(job.retcode).toBe('ABEND S913');
    expect(system.dataSets.find('SECRET.LIB')).toBeDefined();
  });
});

describe('jobs beside each other', () => {
  const slow: Program = {
    names: ['SLOW'],
    async run(step) {
      step.dd('OUT')?.open({ recfm: 'FB', lrecl: 80 });
      await step.elapse(5);
      step.dd('OUT')?.writeLine(step.jobname);
      return { kind: 'rc', code: 0 };
    },
  };
  const two = (dsntype: 'PDS' | 'LIBRARY') => {
    const system = practiceSystem({ program: (name) => (name === 'SLOW' ? slow : undefined) });
    system.dataSets.create('A.LIB', { ...textLibrary, dsntype, dirblk: 5 }, 'X');
    return system;
  };
  const writer = (name: string, member: string) =>
    jobOf(`//S1 EXEC PGM=SLOW\n//OUT DD DSN=A.LIB(${member}),DISP=SHR`, "1,'X',CLASS=A", name);

  it('that write to one PDS with DISP=SHR: the second ends with S213-30', async () => {
    const system = two('PDS');
    const first = system.submit(writer('ONE', 'M1'));
    const second = system.submit(writer('TWO', 'M2'));
    expect((await system.ended(first)).retcode).toBe('CC 0000');
    expect((await system.ended(second)).retcode).toBe('ABEND S213');
    expect(system.spool(second, 'JESMSGLG').join('\n')).toContain('IEC143I 213-30');
    expect((await system.run(writer('THREE', 'M3'))).retcode).toBe('CC 0000');
  });

  it('that write to different members of a PDSE both end well', async () => {
    const system = two('LIBRARY');
    const jobs = [system.submit(writer('ONE', 'M1')), system.submit(writer('TWO', 'M2'))];
    for (const job of jobs) expect((await system.ended(job)).retcode).toBe('CC 0000');
    expect(system.dataSets.members('A.LIB')).toHaveLength(2);
  });

  it('release a name after its last step, and with DSENQSHR share it after the last that changes it', async () => {
    const system = practiceSystem();
    system.library('A.LIB');
    const first = (card: string) =>
      jobOf(
        '//S1 EXEC PGM=IEFBR14\n//A DD DSN=A.LIB,DISP=OLD\n//S2 EXEC PGM=WAITS\n//B DD DSN=A.LIB,DISP=SHR',
        card,
        'ONE',
      );
    const reader = () => jobOf('//S1 EXEC PGM=IEFBR14\n//A DD DSN=A.LIB,DISP=SHR', "1,'X'", 'TWO');
    const sharing = system.submit(first("1,'X',DSENQSHR=ALLOW"));
    expect((await system.ended(system.submit(reader()))).retcode).toBe('CC 0000');
    expect(sharing.status).toBe('ACTIVE');
    system.letGo();
    await system.ended(sharing);
  });

  it('a generation that another job holds cannot be had at the step: IEF211I', async () => {
    const system = practiceSystem();
    system.dataSets.defineGdg({ name: 'A.G', limit: 5, scratch: true, empty: false });
    await system.run(jobOf(make('A.G(+1)', '(NEW,CATLG)')));
    const holder = system.submit(jobOf('//S1 EXEC PGM=WAITS\n//A DD DSN=A.G.G0001V00,DISP=OLD', "1,'X'", 'HOLDER'));
    await system.reaches(holder, ({ steps }) => steps.length === 1);
    const job = await system.run(jobOf('//S1 EXEC PGM=IEFBR14\n//A DD DSN=A.G(0),DISP=SHR'));
    expect(job.retcode).toBe('JCL ERROR');
    expect(system.spool(job, 'JESYSMSG').join('\n')).toContain(
      'IEF211I RELJOB1 S1 A - DATA SET RESERVATION UNSUCCESSFUL',
    );
    system.letGo();
    await system.ended(holder);
  });
});

describe('what an abend leaves', () => {
  it('a symptom dump in the log and a short dump in SYSUDUMP', async () => {
    const system = practiceSystem();
    const job = await system.run(jobOf('//S1 EXEC PGM=ENDS,PARM=S0C7\n//SYSUDUMP DD SYSOUT=*'));
    const log = system.spool(job, 'JESMSGLG').join('\n');
    expect(log).toContain('SYSTEM COMPLETION CODE=0C7  REASON CODE=00000007');
    expect(log).toContain('NAME=ENDS');
    const dump = system.spool(job, 'SYSUDUMP').join('\n');
    expect(dump).toContain('COMPLETION CODE=0C7');
    expect(dump).toContain('DUMP INDEX');
  });

  it('no dump where nothing asks for one', async () => {
    const system = practiceSystem();
    const job = await system.run(jobOf('//S1 EXEC PGM=ENDS,PARM=S0C7\n//OUT DD SYSOUT=*'));
    expect(system.jes.spoolFiles(job).map(({ ddname }) => ddname)).toEqual(['JESMSGLG', 'JESJCL', 'JESYSMSG']);
  });

  it('S322 at the limit of a step, with what it used', async () => {
    const system = practiceSystem();
    const job = await system.run(jobOf('//S1 EXEC PGM=NAPS,TIME=(0,4)\n//S2 EXEC PGM=IEFBR14,COND=EVEN'));
    expect(job.steps.map(({ completion }) => completion)).toEqual(['ABEND S322', 'CC 0000']);
    expect(system.spool(job, 'JESYSMSG').join('\n')).toContain('00 MIN  04.00 SEC');
  });
});

describe('the program of a step', () => {
  it('is found where PGM=*.step.dd says', async () => {
    const system = practiceSystem();
    const job = await system.run(
      jobOf(`//LINK EXEC PGM=COPIES
//SYSUT1 DD *
LOAD MODULE
//SYSUT2 DD DSN=&&GO(SITEPGM),DISP=(NEW,PASS),SPACE=(TRK,(1,1,1)),
// RECFM=FB,LRECL=80
//GO EXEC PGM=*.LINK.SYSUT2`),
    );
    expect(job.steps.map(({ completion }) => completion)).toEqual(['CC 0000', 'CC 0000']);
  });

  it('that the binder saved as not executable ends with S706', async () => {
    const system = practiceSystem();
    system.library('SITE.LOAD');
    const load = { size: '00000010', ttr: '000001', ssi: '00000000', amode: '31', rmode: 'ANY', authorisation: '00' };
    system.dataSets.write('SITE.LOAD', 'SITEPGM', [ebcdic.encode('LOAD MODULE')], {
      ...{ user: 'X', load: { ...load, attributes: ['NX'] } },
    });
    const job = await system.run(jobOf('//S1 EXEC PGM=SITEPGM\n//STEPLIB DD DSN=SITE.LOAD,DISP=SHR'));
    expect(job.retcode).toBe('ABEND S706');
    expect(system.spool(job, 'JESMSGLG').join('\n')).toContain('CSV028I ABEND706-04');
  });

  it('gets its PARM from PARMDD, records joined', async () => {
    const system = practiceSystem();
    const job = await system.run(
      jobOf('//S1 EXEC PGM=SHOWS,PARMDD=P\n//P DD *\nONE,\nTWO\n/*\n//SYSPRINT DD SYSOUT=*'),
    );
    expect(system.spool(job, 'SYSPRINT')).toEqual([' ONE,TWO']);
  });

  it('warns of a DDNAME that nothing answers and reads it as empty', async () => {
    const system = practiceSystem();
    const job = await system.run(
      jobOf('//S1 EXEC PGM=COPIES\n//SYSUT1 DD DDNAME=IN\n//SYSUT2 DD DSN=A.B,DISP=(,CATLG),SPACE=(TRK,1)'),
    );
    expect(job.retcode).toBe('CC 0000');
    expect(system.spool(job, 'JESYSMSG').join('\n')).toContain('IEF686I');
    expect(system.dataSets.read('A.B')).toEqual([]);
  });

  it('brings migrated data sets back first', async () => {
    const system = practiceSystem();
    system.dataSets.create('A.OLD', { ...textLibrary, dsorg: 'PS' }, 'X');
    system.dataSets.write('A.OLD', undefined, [ebcdic.encode('BACK')], { user: 'X' });
    system.dataSets.migrate('A.OLD');
    const copy = '//S1 EXEC PGM=COPIES\n//SYSUT1 DD DSN=A.OLD,DISP=SHR\n//SYSUT2 DD DUMMY';
    expect((await system.run(jobOf(copy))).retcode).toBe('CC 0000');
    expect(system.dataSets.isMigrated('A.OLD')).toBe(false);
    system.dataSets.migrate('A.OLD');
    system.dataSets.setRecalls({ seconds: 1, fails: true });
    const job = await system.run(jobOf(copy));
    expect(job.retcode).toBe('JCL ERROR');
    expect(system.spool(job, 'JESYSMSG').join('\n')).toContain('ARC1001I');
  });
});

describe('system symbols', () => {
  it('say date and time, local with L', async () => {
    const system = practiceSystem({
      system: { name: 'PRAC', sysplex: 'PLEX1', node: 'PRACTICE', timeZone: 'America/New_York' },
    });
    const job = await system.run(
      jobOf("//S1 EXEC PGM=SHOWS,\n// PARM='&YYMMDD &HHMMSS &LYYMMDD &LHHMMSS &LWDAY &SYSUID'\n//SYSPRINT DD SYSOUT=*"),
    );
    expect(system.spool(job, 'SYSPRINT')).toEqual([' 260303 091402 260303 041402 TUE RELMGR']);
  });
});
