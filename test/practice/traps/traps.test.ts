import { describe, expect, it } from '@jest/globals';
import { pacedClock } from '../../../src/shared/clock.ts';
import { batchMachine } from '../support/batch.ts';
import { jobCard, startWhole } from '../support/practice.ts';
import { basic, send, smallSite } from '../support/small-system.ts';
import { releaseTeam } from './release-team.ts';

const copy = (select: string) => `//COPY     EXEC PGM=IEBCOPY
//SYSPRINT DD SYSOUT=*
//IN       DD DISP=SHR,DSN=DEVA.STAGE
//OUT      DD DISP=SHR,DSN=DEVA.PROD
//SYSIN    DD *
  COPY OUTDD=OUT,INDD=IN
  SELECT MEMBER=(${select})
/*`;

describe('a release team falls into', () => {
  it('IEBCOPY without R: code 0, and the old member stays', async () => {
    await using team = await releaseTeam();
    team.member('DEVA.STAGE', 'CARD', 'NEW');
    team.member('DEVA.PROD', 'CARD', 'OLD');
    const done = await team.run(copy('CARD'));
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.spool('SYSPRINT')).not.toContain('IEB154I CARD');
    expect(team.text('DEVA.PROD', 'CARD')).toBe('OLD');
    await team.run(copy('(CARD,,R)'));
    expect(team.text('DEVA.PROD', 'CARD')).toBe('NEW');
  });

  it('NEWCOPY that says NORMAL and loads the old module: LLA holds the library, the region has LLACOPY=NO', async () => {
    await using team = await releaseTeam({ region: { llaCopy: 'NO' }, lla: { libraries: ['DEVA.CICS.LOAD'] } });
    team.load('V1');
    await team.say('F LLA,REFRESH');
    expect(await team.say('F CICSPAY1,PAYQ')).toContain('VERSION V1');
    team.load('V2');
    expect(await team.say('F CICSPAY1,CEMT SET PROG(PAYINQ) NEWCOPY')).toContain('RESPONSE: NORMAL');
    expect(await team.say('F CICSPAY1,PAYQ')).toContain('VERSION V1');
    expect(await team.say('F LLA,REFRESH')).toBe('CSV210I LIBRARY LOOKASIDE REFRESHED');
    await team.say('F CICSPAY1,CEMT SET PROG(PAYINQ) NEWCOPY');
    expect(await team.say('F CICSPAY1,PAYQ')).toContain('VERSION V2');
  });

  it('a refused NEWCOPY whose SDSF step ends 0', async () => {
    await using team = await releaseTeam();
    team.load('V1');
    const endTask = team.cics?.beginTask?.('PAYINQ');
    team.load('V2');
    const done = await team.sdsf("/F CICSPAY1,'CEMT SET PROG(PAYINQ) NEWCOPY'");
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.spool('ISFOUT')).toContain('RESPONSE: 1 ERROR');
    expect(done.spool('ISFOUT')).toContain('Resc(000000001)');
    expect(await team.say('F CICSPAY1,PAYQ')).toContain('VERSION V1');
    endTask?.();
    expect(await team.say('F CICSPAY1,CEMT SET PROG(PAYINQ) NEWCOPY')).toContain('RESPONSE: NORMAL');
    expect(await team.say('F CICSPAY1,PAYQ')).toContain('VERSION V2');
  });

  it('DISP=OLD that waits behind the region that holds the library', async () => {
    await using team = await releaseTeam();
    const jcl = [
      `//PRACOLD  JOB (ACCT),'PRACTICE',CLASS=A,MSGCLASS=H`,
      '//S EXEC PGM=IEFBR14',
      '//D DD DISP=OLD,DSN=DEVA.CICS.LOAD',
    ];
    const job = team.jes.submit({ jcl, user: 'DEVA' })!;
    for (let turn = 0; turn < 300; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(team.jes.byCorrelator(job.correlator)?.status).toBe('ACTIVE');
    expect(team.jes.byCorrelator(job.correlator)?.steps).toEqual([]);
    team.jes.cancel(job);
    expect((await team.run(`//S EXEC PGM=IEFBR14\n//D DD DISP=SHR,DSN=DEVA.CICS.LOAD`)).codes).toEqual(['CC 0000']);
  });

  it('a new extent that an open link list library does not see', async () => {
    await using team = await releaseTeam();
    const fetched = async () => (await team.run('//S EXEC PGM=PAYINQ')).codes;
    team.load('V1', 'DEVA.LNKLIB');
    expect(await fetched()).toEqual(['ABEND S806']);
    await team.say('F LLA,REFRESH');
    expect(await fetched()).toEqual(['CC 0000']);
    const before = team.dataSets.usage('DEVA.LNKLIB').extents;
    for (let at = 0; team.dataSets.usage('DEVA.LNKLIB').extents === before; at += 1)
      team.dataSets.write('DEVA.LNKLIB', `FILL${String(at)}`, [Buffer.alloc(30_000)], {
        user: 'DEVA',
        statistics: 'none',
      });
    team.load('V2', 'DEVA.LNKLIB');
    await team.say('F LLA,REFRESH');
    expect(await fetched()).toEqual(['ABEND S106']);
    expect(await team.say('SETPROG LNKLST,ACTIVATE,NAME=LNKLST01')).toContain('CSV500I');
    expect(await fetched()).toEqual(['CC 0000']);
  });

  it('a load module without its bind: -805', async () => {
    await using team = await releaseTeam();
    team.dbrm('V1');
    team.load('V1');
    expect((await team.bind()).codes).toEqual(['CC 0000']);
    expect(await team.say('F CICSPAY1,PAYQ')).toContain('SQLCODE = 000');
    team.load('V2');
    expect(await team.say('F CICSPAY1,CEMT SET PROG(PAYINQ) PHASEIN')).toContain('RESPONSE: NORMAL');
    expect(await team.say('F CICSPAY1,PAYQ')).toContain('SQLCODE = -805');
  });

  it('a DBRM bound into the plan, and another load module: -818', async () => {
    await using team = await releaseTeam({ region: { db2: { ssid: 'DBP1', plan: 'OLDPLAN' } } });
    team.dbrm('V1');
    team.load('V1');
    const done = await team.tso(`  DSN SYSTEM(DBP1)
  BIND PLAN(OLDPLAN) MEMBER(PAYINQ) OWNER(PAYOWN) QUALIFIER(PAYQ)
  END`);
    expect(done.codes).toEqual(['CC 0004']);
    expect(done.spool('SYSTSPRT')).toContain('DSNT203I');
    expect(await team.say('F CICSPAY1,PAYQ')).toContain('SQLCODE = 000');
    team.load('V2');
    await team.say('F CICSPAY1,CEMT SET PROG(PAYINQ) PHASEIN');
    expect(await team.say('F CICSPAY1,PAYQ')).toContain('SQLCODE = -818');
  });

  it('a package in use: DSNT500I, reason 00E30083, resource type 801', async () => {
    await using team = await releaseTeam();
    team.dbrm('V1');
    team.load('V1');
    await team.bind();
    const endTask = team.cics?.beginTask?.('PAYINQ');
    const rebind = `  DSN SYSTEM(DBP1)\n  REBIND PACKAGE(PAYCOLL.PAYINQ.(V1))\n  END`;
    const refused = await team.tso(rebind);
    expect(refused.codes).toEqual(['CC 0008']);
    expect(refused.spool('SYSTSPRT')).toMatch(/DSNT500I[^]*REASON 00E30083[^]*TYPE {3}00000801/);
    expect((await team.bind()).codes).toEqual(['CC 0008']);
    endTask?.();
    expect((await team.tso(rebind)).codes).toEqual(['CC 0000']);
  });

  it('a bind card with the test qualifier: 8 under VALIDATE(BIND), 4 and «successful» under VALIDATE(RUN)', async () => {
    await using team = await releaseTeam();
    team.dbrm('V1');
    const strict = await team.bind('TESTQ');
    expect(strict.codes).toEqual(['CC 0008']);
    expect(strict.spool('SYSTSPRT')).toContain('TOKENS=TESTQ.STAFF');
    const lenient = await team.bind('TESTQ', 'VALIDATE(RUN)');
    expect(lenient.codes).toEqual(['CC 0004']);
    expect(lenient.spool('SYSTSPRT')).toContain('DSNT232I');
    expect(team.subsystems.db2('DBP1')?.packages()[0]?.qualifier).toBe('TESTQ');
  });

  it('an abend under IKJEFT01, which shows as CC 12', async () => {
    await using team = await releaseTeam();
    const commands = '  CALL *(NOSUCH)\n  TIME';
    const plain = await team.tso(commands);
    expect(plain.codes).toEqual(['CC 0012']);
    expect(plain.spool('SYSTSPRT')).toContain('IKJ56641I  CALL     ENDED DUE TO ERROR+');
    expect(plain.spool('SYSTSPRT')).not.toContain('IKJ56650I');
    expect(plain.spool('JESMSGLG')).toContain('CSV003I REQUESTED MODULE NOSUCH');
    expect(plain.spool('JESMSGLG')).toContain('IEA995I');
    expect((await team.tso(commands, 'IKJEFT1B')).codes).toEqual(['ABEND S04C']);
  });

  it('NEWCOPY of a program that is not installed, or that no library has', async () => {
    await using team = await releaseTeam();
    expect(await team.say('F CICSPAY1,CEMT SET PROG(NOPGM) NEWCOPY')).toContain('NOT FOUND');
    expect(await team.say('F CICSPAY1,CEMT SET PROG(PAYINQ) NEWCOPY')).toContain('PGMIDERR');
  });
});

const patient = { jes: { outputClasses: [{ name: 'X', disposition: 'WRITE', writtenAfter: 1 }] } };

async function reaches(test: () => boolean): Promise<void> {
  for (let turn = 0; turn < 3000 && !test(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(test()).toBe(true);
}

describe('a release team also falls into', () => {
  it('two jobs that write one PDS with DISP=SHR: S213-30 for the second', async () => {
    await using team = await releaseTeam();
    team.library('DEVA.PDS', {}, { dsntype: 'PDS', dirblk: 10 });
    team.member(
      'DEVA.STAGE',
      'SLOW',
      "/* REXX */\nl.1 = 'X'\n'EXECIO 1 DISKW OUT (STEM L.'\ndo 400; address syscall 'sleep 1'; end",
    );
    const slow = team.jes.submit({
      jcl: [
        `//PRACSLOW JOB (ACCT),'PRACTICE',CLASS=A,MSGCLASS=H`,
        "//S EXEC PGM=IRXJCL,PARM='SLOW'",
        '//SYSEXEC DD DISP=SHR,DSN=DEVA.STAGE',
        '//SYSTSPRT DD SYSOUT=*',
        '//OUT DD DISP=SHR,DSN=DEVA.PDS(ONE)',
      ],
      user: 'DEVA',
    })!;
    await reaches(() => team.jes.byCorrelator(slow.correlator)?.steps[0]?.active === true);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    const second = await team.run(`//S        EXEC PGM=IEBGENER
//SYSPRINT DD SYSOUT=*
//SYSIN    DD DUMMY
//SYSUT1   DD *
TEXT
/*
//SYSUT2   DD DISP=SHR,DSN=DEVA.PDS(TWO)`);
    expect(second.codes).toEqual(['ABEND S213']);
    expect(second.spool('JESMSGLG')).toContain('IEC143I 213-30');
    team.jes.cancel(slow);
  });

  it('an Enterprise COBOL 6 module that a PDS cannot hold', async () => {
    await using team = await releaseTeam();
    const source = `       IDENTIFICATION DIVISION.
       PROGRAM-ID. PAYCALC.
       PROCEDURE DIVISION.
           GOBACK.`;
    const done = await team.run(`//COB      EXEC PGM=IGYCRCTL
//SYSPRINT DD SYSOUT=*
//SYSLIN   DD DISP=SHR,DSN=DEVA.STAGE(PAYCALC)
//SYSIN    DD *
${source}
/*
//LKED     EXEC PGM=IEWL
//SYSPRINT DD SYSOUT=*
//OBJ      DD DISP=SHR,DSN=DEVA.STAGE
//SYSLMOD  DD DISP=SHR,DSN=DEVA.LNKLIB
//SYSLIN   DD *
 INCLUDE OBJ(PAYCALC)
 NAME PAYCALC(R)
/*`);
    expect(done.codes).toEqual(['CC 0000', 'CC 0012']);
    expect(done.spool('SYSPRINT')).toContain('IEW2606S');
    expect(team.dataSets.member('DEVA.LNKLIB', 'PAYCALC')).toBeUndefined();
  });

  it('an edit lock that IEBCOPY ignores', async () => {
    await using on = await startWhole({ site: { libraries: [{ dsname: 'DEVA.STAGE' }, { dsname: 'DEVA.PROD' }] } });
    const member = '/zosmf/restfiles/ds/DEVA.PROD(CARD)';
    await send(on, 'PUT', '/zosmf/restfiles/ds/DEVA.STAGE(CARD)', { body: 'NEW' });
    await send(on, 'PUT', member, { body: 'OLD' });
    await send(on, 'GET', member, { headers: { 'X-IBM-Obtain-ENQ': 'SHRW' } });
    const other = { auth: basic('OTHER', 'secret-2') };
    const refused = await send(on, 'PUT', member, { body: 'X', ...other });
    expect(refused.json().message).toBe('Enqueue for QNAME=SPFEDIT failed');
    const body = [jobCard('COPIER'), ...copy('(CARD,,R)').split('\n')].join('\n');
    const job = (
      await send(on, 'PUT', '/zosmf/restjobs/jobs', { body, headers: { 'Content-Type': 'text/plain' } })
    ).json();
    const status = async () => (await send(on, 'GET', `/zosmf/restjobs/jobs/COPIER/${job.jobid}`)).json();
    for (let turn = 0; turn < 300 && (await status())['status'] !== 'OUTPUT'; turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await status())['retcode']).toBe('CC 0000');
    expect((await send(on, 'GET', member)).text.trim()).toBe('NEW');
  });

  it('a MSGCLASS that the archiver empties before anybody has read it', async () => {
    await using team = await releaseTeam({ site: patient });
    const jcl = [`//PRACARC  JOB (ACCT),'PRACTICE',CLASS=A,MSGCLASS=X`, '//S EXEC PGM=IEFBR14'];
    const job = team.jes.submit({ jcl, user: 'DEVA' })!;
    await reaches(() => team.jes.byCorrelator(job.correlator) === undefined);
    const kept = await team.run('//S EXEC PGM=IEFBR14');
    expect(kept.spool('JESMSGLG')).toContain('$HASP395');
  });

  it('a submitter without JESJOBS authority: the job never runs', async () => {
    const profiles = [{ class: 'JESJOBS', name: 'SUBMIT.KSBPRD.PROD*.*', uacc: 'NONE' }];
    await using team = await releaseTeam({ site: { profiles } });
    const jcl = [`//PRODPAY  JOB (ACCT),'PRACTICE',CLASS=A,MSGCLASS=H`, '//S EXEC PGM=IEFBR14'];
    const job = team.jes.submit({ jcl, user: 'DEVA' })!;
    await reaches(() => team.jes.byCorrelator(job.correlator)?.status === 'OUTPUT');
    expect(team.jes.byCorrelator(job.correlator)?.retcode).toBe('SEC ERROR');
    expect(team.jes.byCorrelator(job.correlator)?.executed).toBe(false);
  });
});

describe('a release team falls into a scheduler', () => {
  it('that reruns its old copy of the JCL, whatever the library holds now', async () => {
    const segment = { realFrom: Date.now(), bookFrom: Date.parse('2026-09-12T21:20:00Z'), speed: 4000 };
    await using team = await batchMachine(
      smallSite({
        libraries: [{ dsname: 'PAY.JCL' }],
        subsystems: { schedulers: [{ subsystem: 'OPCP', user: 'OTHER', jclLibraries: ['PAY.JCL'] }] },
      }),
      pacedClock(() => [segment]),
    );
    const jcl = (step: string) => `//PAYJOB1 JOB (ACCT),'PAY',CLASS=A,MSGCLASS=H\n//${step} EXEC PGM=IEFBR14`;
    team.member('PAY.JCL', 'PAYJOB1', jcl('OLDSTEP'));
    await team.run(`//LOAD     EXEC PGM=EQQYLTOP
//EQQMLOG  DD SYSOUT=*
//SYSIN    DD *
OPTIONS SUBSYS(OPCP)
ADSTART ADID(PAYDAY) OWNER(PAY)
ADRUN   NAME(DAILY) RULE(3) IATIME(2200)
ADRULE  EVERY DAY(DAY) YEAR
ADOP    WSID(CPU1) OPNO(10) JOBN(PAYJOB1) STARTTIME(2230)
/*`);
    const ran = async (count: number) => {
      const own = () => team.jes.jobs().filter(({ jobname, status }) => jobname === 'PAYJOB1' && status === 'OUTPUT');
      while (own().length < count) await new Promise((resolve) => setTimeout(resolve, 2));
      return own().at(-1)?.steps[0]?.['step-name'];
    };
    const say = async (command: string) =>
      (await team.commands.find((one) => one.matches(command))?.run(command, 'DEVA'))?.join('\n');
    expect(await ran(1)).toBe('OLDSTEP');
    team.member('PAY.JCL', 'PAYJOB1', jcl('NEWSTEP'));
    expect(await say('F OPCP,OPRERUN(PAYJOB1)')).toContain('RERUN FROM JS COPY');
    expect(await ran(2)).toBe('OLDSTEP');
    expect(await say('F OPCP,OPRERUN(PAYJOB1,LIBRARY)')).toContain('RERUN FROM JCL LIBRARY');
    expect(await ran(3)).toBe('NEWSTEP');
  });
});
