import { describe, expect, it } from '@jest/globals';
import { displayCommands } from '../../../src/practice/console/display-commands.ts';
import { guarded } from '../../../src/practice/console/guarded.ts';
import { jobCommands } from '../../../src/practice/console/job-commands.ts';
import type { OperatorCommand } from '../../../src/practice/console/operator-commands.ts';
import { replies } from '../../../src/practice/console/replies.ts';
import { runCommand } from '../../../src/practice/console/run-command.ts';
import { createAuthority } from '../../../src/practice/security/authority.ts';
import { jobOf, practiceSystem } from '../jes/practice-system.ts';
import { smallSite } from '../support/small-system.ts';

const active = ({ status }: { status: string }) => status === 'ACTIVE';
const queued = ({ phase }: { phase: number }) => phase === 10;
const run = (program: string, more = '', name = 'RELJOB1') => jobOf(`//S1 EXEC PGM=${program}`, `1,'X'${more}`, name);

function consoleOf(system = practiceSystem(), site = smallSite({ linkList: ['SYS1.LINKLIB'] })) {
  const waiting = replies();
  const commands: OperatorCommand[] = [
    ...displayCommands({ clock: system.clock, jes: system.jes, site, replies: waiting }),
    ...jobCommands(system.jes),
  ];
  const type = async (text: string, user = 'DEVA') => (await runCommand(commands, text, user)).join('\n');
  return { ...system, commands, waiting, type };
}

describe('JES2 commands of jobs', () => {
  it('display a job by number, range, name and mask, and how it ended', async () => {
    const { type, run: runs, submit, reaches } = consoleOf();
    await runs(run('ENDS'));
    await runs(jobOf('//S1 EXEC PGM=ENDS,PARM=S0C7', "1,'X'", 'FAILS'));
    await runs(run('NOPE,X=1', '', 'WRONG'));
    await reaches(submit(run('ENDS', ',TYPRUN=HOLD', 'HELD1')), queued);
    expect(await type('$DJ1')).toBe(
      [
        '$HASP890 JOB(RELJOB1)',
        '$HASP890 JOB(RELJOB1)    STATUS=(AWAITING HARDCOPY),CLASS=A,',
        '$HASP890                JOBID=JOB00001,OWNER=RELMGR,PRIORITY=9,SYSAFF=(ANY),HOLD=(NONE)',
      ].join('\n'),
    );
    expect(await type('$DJ1,CC')).toBe('$HASP890 JOB(RELJOB1)    CC=(COMPLETED,RC=0)');
    expect(await type("$D'FAILS',CC")).toContain('CC=(ABENDED,ABEND=(S0C7,U0000))');
    expect(await type('$DJQ(WR*),CC')).toContain('CC=(JCLERROR)');
    expect(await type('$D J1-3')).toContain('JOB(WRONG)');
    expect(await type('$DN')).toContain('JOB(HELD1)');
    expect(await type('$DA')).toBe(
      '$HASP003 RC=(52),D A  - NO SELECTABLE ENTRIES FOUND\n$HASP003           MATCHING SPECIFICATION',
    );
    expect(await type('$DJ77')).toContain('$HASP003 RC=(52),D JOB77  - NO SELECTABLE ENTRIES FOUND');
  });

  it('hold, release, change, cancel, restart and purge', async () => {
    const { type, submit, reaches, ended, jes, letGo } = consoleOf();
    const job = await reaches(submit(run('WAITS', ',TYPRUN=HOLD')), queued);
    expect(await type('$TJ1,CLASS=B,PRIO=12')).toContain('CLASS=B');
    expect(await type('$DJ1')).toContain('PRIORITY=12');
    expect(await type('$TJ1,CLASS=NONE')).toContain('JOB CLASS INVALID');
    expect(await type('$TJ1,COLOUR=RED')).toContain('$HASP650');
    expect(await type("$A'RELJOB1'")).toContain('HOLD=(NONE)');
    await reaches(job, ({ steps }) => steps.length > 0);
    expect(await type('$DA')).toContain('STATUS=(EXECUTING/PRAC),CLASS=B,');
    expect(await type('$EJ1')).toContain('JOB(RELJOB1)');
    await reaches(job, () => jes.executions().get(job.correlator) === 2);
    expect(await type('$CJ1')).toContain('JOB(RELJOB1)');
    expect((await ended(job)).retcode).toBe('CANCELED');
    expect(await type('$CJ1')).toContain('JOB NOT CANCELLABLE OR PURGEABLE');
    expect(await type('$PJ1')).toBe('$HASP250 RELJOB1 PURGED -- (JOB KEY WAS JOB00001)');
    letGo();
  });

  it('display, stop, start and change initiators', async () => {
    const { type, submit, reaches, letGo, ended } = consoleOf();
    expect(await type('$DI')).toBe(
      [
        '$HASP892 INIT(1)    STATUS=INACTIVE,CLASS=A,NAME=1',
        '$HASP892 INIT(2)    STATUS=INACTIVE,CLASS=A,NAME=2',
        '$HASP892 INIT(3)    STATUS=INACTIVE,CLASS=B,NAME=3',
      ].join('\n'),
    );
    const job = await reaches(submit(run('WAITS')), active);
    expect(await type('$DI1')).toBe('$HASP892 INIT(1)    STATUS=ACTIVE,CLASS=A,NAME=1,ASID=0031,JOBID=JOB00001');
    expect(await type('$PI1-2')).toContain('STATUS=DRAINING');
    expect(await type('$DI2')).toContain('STATUS=DRAINED');
    expect(await type('$TI2,CLASS=BA')).toContain('CLASS=BA,');
    expect(await type('$SI2')).toContain('STATUS=INACTIVE,CLASS=BA');
    expect(await type('$TI2,COLOUR=RED')).toContain('$HASP650');
    expect(await type('$DI99')).toContain('$HASP003 RC=(52)');
    letGo();
    await ended(job);
  });

  it('display queues, classes and spool, and hold a class', async () => {
    const { type, run: runs } = consoleOf();
    await runs(run('ENDS'));
    expect(await type('$DQ')).toMatch(/^\$HASP643 +1 .*\n\$HASP646 \d+\.\d{4} PERCENT SPOOL UTILIZATION$/);
    expect(await type('$D SPL')).toMatch(/^\$HASP893 VOLUME\(SPOOL1\) {2}STATUS=ACTIVE,PERCENT=0\n\$HASP646/);
    expect(await type('$D JOBCLASS(A)')).toMatch(/\$HASP837 .*\(A\)/);
    expect(await type('$DJOBCLASS')).toContain('JOBCLASS(B)');
    expect(await type('$T JOBCLASS(A),QHELD=YES')).toContain('QHELD=YES');
    expect(await type('$T JOBCLASS(A),QHELD=NO')).toContain('QHELD=NO');
    expect(await type('$P JOBCLASS(A)')).toContain('$HASP650');
  });

  it('that nobody knows are answered so', async () => {
    const { type } = consoleOf();
    expect(await type('$ZZZ')).toBe('$HASP650 ZZZ       INVALID OPERAND OR MISPLACED OPERAND');
    expect(await type('FROBNICATE')).toContain('COMMAND INVALID');
  });
});

describe('MVS commands', () => {
  it('cancel a running job, and say what is not active', async () => {
    const { type, submit, reaches, ended } = consoleOf();
    const job = submit(run('WAITS'));
    await reaches(job, ({ steps }) => steps.length > 0);
    expect(await type('P RELJOB1')).toBe('IEE342I STOP     REJECTED--TASK BUSY');
    expect(await type('F RELJOB1,STATUS')).toBe('IEE342I MODIFY   REJECTED--TASK BUSY');
    expect(await type('C RELJOB1,DUMP')).toBe('IEE301I RELJOB1           CANCEL COMMAND ACCEPTED');
    expect((await ended(job)).retcode).toBe('ABEND S122');
    expect(await type('C RELJOB1')).toBe('IEE341I RELJOB1           NOT ACTIVE');
  });

  it('display activity, short, as a list and in detail', async () => {
    const { type, submit, reaches, letGo } = consoleOf();
    const job = submit(run('WAITS'));
    await reaches(job, ({ steps }) => steps.length > 0);
    const counts = ' 00001    00012    00000        00036    00003    00000/00300       00012';
    expect(await type('D J')).toContain(`IEE114I`);
    expect((await type('D A,L')).split('\n').slice(2)).toEqual([counts, ' RELJOB1  S1                IN   J']);
    expect(await type('D A,RELJOB1')).toMatch(/^IEE115I [\s\S]*WUID=JOB00001 USERID=RELMGR/);
    expect(await type('D A,NOTHERE')).toContain(' NOTHERE NOT FOUND');
    letGo();
  });

  it('display who holds a data set and who waits for it', async () => {
    const system = consoleOf();
    const { type, library, submit, reaches, letGo } = system;
    library('A.LIB');
    expect(await type('D GRS,C')).toContain('NO ENQ RESOURCE CONTENTION EXISTS');
    expect(await type('D GRS,RES=(*,A.LIB)')).toContain('NO REQUESTORS FOR RESOURCE  *        A.LIB');
    const holding = (name: string) => jobOf('//S1 EXEC PGM=WAITS\n//LIB DD DSN=A.LIB,DISP=OLD', "1,'X'", name);
    await reaches(submit(holding('HOLDER')), ({ steps }) => steps.length > 0);
    await reaches(submit(holding('WAITER')), active);
    const shown = await type('D GRS,RES=(*,A.LIB)');
    expect(shown).toContain('S=SYSTEMS SYSDSN   A.LIB');
    expect(shown).toMatch(/PRAC +HOLDER +0031 +008FF890 {2}EXCLUSIVE {2}OWN/);
    expect(shown).toMatch(/PRAC +WAITER +0032 +008FF890 {2}EXCLUSIVE {2}WAIT/);
    expect(await type('D GRS,C')).toContain('S=SYSTEMS SYSDSN   A.LIB');
    expect(await type('D GRS,RES=(SYSZJOB,A.LIB)')).toContain('NO REQUESTORS');
    letGo();
  });

  it('display what the system is made of', async () => {
    const { type } = consoleOf();
    for (const [command, words] of [
      ['D T', 'IEE136I LOCAL: TIME='],
      ['D IPLINFO', 'RELEASE z/OS 03.01.00    LICENSE = z/OS'],
      ['D M=CPU', 'IEE174I'],
      ['D SYMBOLS', '&SYSNAME.  = "KSB1"'],
      ['D ASM', 'IEE200I'],
      ['D PROG,LNKLST', '   1    A   PRC001  SYS1.LINKLIB'],
      ['D SMS', 'IGD002I'],
      ['D U', '0940 3390 S              PRC001'],
      ['D OMVS,F', 'BPXO045I'],
      ['D R,L', 'IEE112I'],
    ] as const)
      expect([command, await type(command)]).toEqual([command, expect.stringContaining(words)]);
  });

  it('reply to a message that waits', async () => {
    const { type, waiting } = consoleOf();
    const answer = waiting.ask('IEF225D SHOULD RELJOB1.S1 RESTART?', 'RELJOB1');
    expect(await type('D R,L')).toContain('*01 IEF225D SHOULD RELJOB1.S1 RESTART?');
    expect(await type('R 1,yes')).toBe('IEE600I REPLY TO 01 IS;YES');
    await expect(answer).resolves.toBe('yes');
    expect(await type('R 1,yes')).toContain('REPLY 01 NOT OUTSTANDING');
  });

  it('are refused to a user whom OPERCMDS does not let', async () => {
    const profiles = [
      { class: 'OPERCMDS', name: 'MVS.CANCEL.**', uacc: 'NONE', access: { OTHER: 'UPDATE' } },
      { class: 'OPERCMDS', name: 'JES2.**', uacc: 'READ' },
    ];
    const system = consoleOf();
    const commands = guarded(system.commands, createAuthority(smallSite({ profiles })));
    const type = async (text: string, user: string) => (await runCommand(commands, text, user)).join('\n');
    expect(await type('C RELJOB1', 'DEVA')).toBe('IEE345I CANCEL   AUTHORITY INVALID, FAILED BY SECURITY PRODUCT');
    expect(await type('C RELJOB1', 'OTHER')).toContain('IEE341I');
    expect(await type('$DI', 'DEVA')).toContain('$HASP892');
    expect(await type('$PI1', 'DEVA')).toContain('IEE345I $P');
  });
});
