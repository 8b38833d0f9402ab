import { describe, expect, it } from '@jest/globals';
import { releaseTeam } from '../traps/release-team.ts';

const dfhcsdup = (commands: string) => `//CSD      EXEC PGM=DFHCSDUP
//DFHCSD   DD DISP=SHR,DSN=DEVA.PROD
//SYSPRINT DD SYSOUT=*
//SYSIN    DD *
${commands}
/*`;

const dfhdploy = (commands: string) => `//DEP      EXEC PGM=DFHDPLOY
//SYSTSPRT DD SYSOUT=*
//SYSIN    DD *
${commands}
/*`;

describe('DFHCSDUP', () => {
  it('defines, copies, alters, lists and deletes; the region sees it after INSTALL', async () => {
    await using team = await releaseTeam({ region: { csd: 'DEVA.PROD' } });
    const done = await team.run(
      dfhcsdup(` DEFINE PROGRAM(PAYNEW) GROUP(PAYGRP) LANGUAGE(COBOL)
 DEFINE TRANSACTION(PAYN) GROUP(PAYGRP)
        PROGRAM(PAYNEW)
 DEFINE FILE(PAYFILE) GROUP(PAYGRP) DSNAME(DEVA.STAGE)
 ADD GROUP(PAYGRP) LIST(PAYLIST)
 COPY GROUP(PAYGRP) TO(PAYBACK)
 ALTER PROGRAM(PAYNEW) GROUP(PAYGRP) DATALOCATION(ANY)
 LIST GROUP(PAYGRP)
 DELETE GROUP(PAYBACK)`),
    );
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.spool('SYSPRINT')).toContain('DFH5101 I DEFINE COMMAND EXECUTED SUCCESSFULLY.');
    expect(done.spool('SYSPRINT')).toContain('DATALOCATION(ANY)');
    expect(done.spool('SYSPRINT')).toContain('HIGHEST RETURN CODE WAS: 0');
    expect(await team.say('F CICSPAY1,CEMT I PROG(PAYNEW)')).toContain('NOT FOUND');
    expect(await team.say('F CICSPAY1,CEDA INSTALL GROUP(PAYGRP)')).toContain('INSTALL SUCCESSFUL');
    expect(await team.say('F CICSPAY1,CEMT I PROG(PAYNEW)')).toContain('RESPONSE: NORMAL');
    expect(await team.say('F CICSPAY1,CEMT I TRAN(PAYN)')).toContain('Pro(PAYNEW  )');
    expect(await team.say('F CICSPAY1,CEDA INSTALL GROUP(NOGRP)')).toContain('does not exist');
  });

  it('only checks what follows an error, and ends 8', async () => {
    await using team = await releaseTeam();
    const define = ' DEFINE PROGRAM(PAYNEW) GROUP(PAYGRP)';
    const done = await team.run(
      dfhcsdup(`${define}\n${define}\n DEFINE PROGRAM(LATER) GROUP(PAYGRP)\n EXTRACT GROUP(PAYGRP)`),
    );
    expect(done.codes).toEqual(['CC 0008']);
    expect(done.spool('SYSPRINT')).toMatch(/DFH5124[^]*DFH5123[^]*DFH5104/);
    expect(team.subsystems.csd?.('DEVA.PROD').find('PROGRAM', 'LATER', 'PAYGRP')).toBeUndefined();
  });

  it('ends 16 without its file', async () => {
    await using team = await releaseTeam();
    const done = await team.run('//CSD EXEC PGM=DFHCSDUP\n//SYSPRINT DD SYSOUT=*\n//SYSIN DD *\n LIST ALL\n/*');
    expect(done.codes).toEqual(['CC 0016']);
  });
});

describe('DFHDPLOY', () => {
  it('phases a program in, and waits for tasks before NEWCOPY until time is up', async () => {
    await using team = await releaseTeam();
    team.load('V1');
    expect((await team.run(dfhdploy('SET PROGRAM(PAYINQ) SCOPE(CICSPAY1)\n  PHASEIN TIMEOUT(300);'))).codes).toEqual([
      'CC 0000',
    ]);
    const endTask = team.cics?.beginTask?.('PAYINQ');
    const busy = await team.run(dfhdploy('SET PROGRAM(PAYINQ) SCOPE(CICSPAY1) NEWCOPY TIMEOUT(5);'));
    expect(busy.codes).toEqual(['CC 0004']);
    endTask?.();
    expect((await team.run(dfhdploy('SET PROGRAM(PAYINQ) SCOPE(*) NEWCOPY;'))).codes).toEqual(['CC 0000']);
  });

  it.each([
    ['SET PROGRAM(NOPGM) SCOPE(CICSPAY1) NEWCOPY;', 8],
    ['SET PROGRAM(PAYINQ) SCOPE(CICSPAY1) NEWCOPY;', 8],
    ['DEPLOY BUNDLE(X);', 12],
  ])('ends %s with %d', async (command, code) => {
    await using team = await releaseTeam();
    const done = await team.run(dfhdploy(`${command}\nSET PROGRAM(PAYINQ) SCOPE(*) PHASEIN;`));
    expect(done.codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
  });
});

describe('files of a region', () => {
  it('hold their data set until they are closed', async () => {
    await using team = await releaseTeam({ region: { files: { PAYFILE: 'DEVA.PROD' } } });
    const jcl = [
      `//PRACOLD  JOB (ACCT),'PRACTICE',CLASS=A,MSGCLASS=H`,
      '//S EXEC PGM=IEFBR14',
      '//D DD DISP=OLD,DSN=DEVA.PROD',
    ];
    const job = team.jes.submit({ jcl, user: 'DEVA' })!;
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(team.jes.byCorrelator(job.correlator)?.status).toBe('ACTIVE');
    expect(await team.say('F CICSPAY1,CEMT SET FILE(PAYFILE) CLOSED')).toMatch(/Clo Une[^]*RESPONSE: NORMAL/);
    for (let turn = 0; turn < 500 && team.jes.byCorrelator(job.correlator)?.status !== 'OUTPUT'; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect(team.jes.byCorrelator(job.correlator)?.retcode).toBe('CC 0000');
    expect(await team.say('F CICSPAY1,CEMT SET FILE(PAYFILE) OPEN')).toMatch(/Ope[^]*RESPONSE: NORMAL/);
  });
});

describe('SDSF in batch', () => {
  it('shows panels and answers of commands, and ends 0 for what it does not know', async () => {
    await using team = await releaseTeam();
    const done = await team.sdsf('PREFIX PRAC*\nST\nDA\nNOPANEL\n/D T\n/NOSUCH');
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.spool('ISFOUT')).toMatch(/STATUS DISPLAY[^]*PRACJOB[^]*IEE136I[^]*IEE305I/);
    expect(done.spool('ISFOUT')).toContain('INVALID COMMAND: NOPANEL');
  });

  it('ends 16 without ISFOUT', async () => {
    await using team = await releaseTeam();
    expect((await team.run('//S EXEC PGM=SDSF\n//ISFIN DD *\nST\n/*')).codes).toEqual(['CC 0016']);
  });
});

describe('plans and packages', () => {
  it('are bound again, switched back and freed', async () => {
    await using team = await releaseTeam();
    team.dbrm('V1');
    await team.bind();
    const session = (commands: string) => team.tso(`  DSN SYSTEM(DBP1)\n${commands}\n  END`);
    const switched = await session('  REBIND PACKAGE(PAYCOLL.PAYINQ.(V1)) SWITCH(PREVIOUS)');
    expect(switched.codes).toEqual(['CC 0008']);
    expect((await session('  REBIND PACKAGE(PAYCOLL.*)')).codes).toEqual(['CC 0000']);
    expect((await session('  REBIND PACKAGE(PAYCOLL.PAYINQ.(V1)) SWITCH(PREVIOUS)')).codes).toEqual(['CC 0000']);
    expect((await session('  REBIND PACKAGE(PAYCOLL.NONE)')).codes).toEqual(['CC 0008']);
    expect((await session('  BIND PLAN(NEWPLAN) PKLIST(PAYCOLL.*) OWNER(PAYOWN)')).spool('SYSTSPRT')).toContain(
      'DSNT200I  -DBP1 BIND FOR PLAN NEWPLAN SUCCESSFUL',
    );
    expect((await session('  FREE PLAN(NEWPLAN)')).codes).toEqual(['CC 0000']);
    expect((await session('  FREE PLAN(NEWPLAN)')).codes).toEqual(['CC 0004']);
    expect((await session('  BIND PACKAGE(PAYCOLL) MEMBER(PAYINQ) FROB(X)')).spool('SYSTSPRT')).toContain(
      'IKJ56712I INVALID KEYWORD, FROB',
    );
  });

  it('cannot be reached while the subsystem is stopped', async () => {
    await using team = await releaseTeam();
    expect(await team.say('-DBP1 STOP DB2')).toContain('DSN9022I');
    const done = await team.tso('  DSN SYSTEM(DBP1)\n  END');
    expect([done.codes, done.spool('SYSTSPRT').includes('DSNE100I')]).toEqual([['CC 0012'], true]);
    await team.say('-DBP1 START DB2');
    expect((await team.tso('  DSN SYSTEM(DBP1)\n  END')).codes).toEqual(['CC 0000']);
  });
});
