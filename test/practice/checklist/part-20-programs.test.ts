import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toRecords } from '../../../src/practice/programs/binding/load-module.ts';
import { compile } from '../../../src/practice/programs/compiling/compile.ts';
import { dbrmRecords } from '../../../src/practice/programs/compiling/dbrm.ts';
import { batchMachine } from '../support/batch.ts';
import { smallSite } from '../support/small-system.ts';

const site = smallSite({
  libraries: [{ dsname: 'DEVA.DBRM' }, { dsname: 'DEVA.CICS.LOAD', recfm: 'U', lrecl: 0, blksize: 32760 }],
  subsystems: {
    db2: [
      {
        ssid: 'DBP1',
        location: 'LOC1',
        plans: [{ name: 'PAYPLAN', pklist: ['PAYCOLL.*'] }],
        tables: ['PAYQ.STAFF'],
        owners: { PAYOWN: ['DEVA'] },
      },
    ],
    cics: [
      {
        applid: 'CICSPAY1',
        sysid: 'PAY1',
        dfhrpl: ['DEVA.CICS.LOAD'],
        programs: ['PAYPGM'],
        transactions: { PAYQ: 'PAYPGM' },
        db2: { ssid: 'DBP1', plan: 'PAYPLAN' },
      },
    ],
  },
});

let machine: Awaited<ReturnType<typeof batchMachine>>;
beforeAll(async () => {
  machine = await batchMachine(site);
});
afterAll(() => machine[Symbol.asyncDispose]());

const copying = (from: string, to: string, control: string) => `//COPY EXEC PGM=IEBCOPY
//SYSPRINT DD SYSOUT=*
//IN DD DSN=${from},DISP=SHR
//OUT DD DSN=${to},DISP=SHR
//SYSIN DD *
${control}
/*`;

const idcams = (control: string) => `//AMS EXEC PGM=IDCAMS\n//SYSPRINT DD SYSOUT=*\n//SYSIN DD *\n${control}\n/*`;
const tso = (commands: string, entry = 'IKJEFT01') => `//TSO EXEC PGM=${entry}
//DBRMLIB DD DISP=SHR,DSN=DEVA.DBRM
//SYSTSPRT DD SYSOUT=*
//SYSTSIN DD *
${commands}
/*`;

/** Compiles PAYPGM; the bind of a program that asks for NOSUCH fails. */
function install(version: string, table = 'STAFF') {
  const source = [`           EXEC SQL SELECT A INTO :A FROM ${table} END-EXEC.`];
  const compiled = compile({ program: 'PAYPGM', source, aliases: [], version, copybook: () => undefined });
  if (compiled.dbrm === undefined) throw new Error('no SQL');
  const how = { user: 'DEVA', statistics: 'none' } as const;
  const records = dbrmRecords(compiled.dbrm.dbrm, compiled.dbrm.statements);
  machine.dataSets.write('DEVA.DBRM', 'PAYPGM', records, how);
  machine.dataSets.write('DEVA.CICS.LOAD', 'PAYPGM', toRecords(compiled.module), how);
}

const say = async (command: string) => {
  const known = machine.commands.find((one) => one.matches(command));
  return (await known?.run(command, 'DEVA'))?.join('\n') ?? '';
};

describe('what simulators usually get wrong about programs, by number', () => {
  it('18: IEBCOPY without R does not replace and still ends 0; a selected member that is missing is 4', async () => {
    machine.library('DEVA.NEW', { A: 'NEW' });
    machine.library('DEVA.OLD', { A: 'OLD' });
    const plain = await machine.run(copying('DEVA.NEW', 'DEVA.OLD', ' COPY OUTDD=OUT,INDD=IN'));
    expect([plain.codes, machine.text('DEVA.OLD', 'A')]).toEqual([['CC 0000'], 'OLD']);
    const missing = await machine.run(
      copying('DEVA.NEW', 'DEVA.OLD', ' COPY OUTDD=OUT,INDD=((IN,R))\n SELECT MEMBER=(A,GONE)'),
    );
    expect([missing.codes, machine.text('DEVA.OLD', 'A')]).toEqual([['CC 0004'], 'NEW']);
  });

  it('19: IDCAMS DELETE missing is 8, DEFINE duplicate 12, LISTCAT missing 4, SET MAXCC=0 clears', async () => {
    const codes = async (control: string) => (await machine.run(idcams(control))).codes;
    const define = ' DEFINE GDG (NAME(DEVA.GROUP) LIMIT(3))';
    expect(await codes(' DELETE DEVA.NONE')).toEqual(['CC 0008']);
    expect(await codes(define)).toEqual(['CC 0000']);
    expect(await codes(define)).toEqual(['CC 0012']);
    expect(await codes(' LISTCAT ENTRIES(DEVA.NONE)')).toEqual(['CC 0004']);
    expect(await codes(' DELETE DEVA.NONE\n SET MAXCC=0')).toEqual(['CC 0000']);
  });

  it('20: IKJEFT01 shows the code of the last command; 1A and 1B stop at the first failure; DSN reports its highest', async () => {
    install('V0');
    const commands = `  DELETE 'DEVA.NONE'\n  LISTCAT ENT('DEVA.DBRM')`;
    expect((await machine.run(tso(commands))).codes).toEqual(['CC 0000']);
    expect((await machine.run(tso(commands, 'IKJEFT1B'))).codes).toEqual(['CC 0008']);
    const session = `  DSN SYSTEM(DBP1)
  FREE PACKAGE(PAYCOLL.NONE.(V1))
  BIND PACKAGE(PAYCOLL) MEMBER(PAYPGM) OWNER(PAYOWN) QUALIFIER(PAYQ)
  END`;
    expect((await machine.run(tso(session))).codes).toEqual(['CC 0004']);
  });

  it('21: a bind with an SQL error leaves the old package; the new load module then gets -805', async () => {
    const bind = tso(`  DSN SYSTEM(DBP1)
  BIND PACKAGE(PAYCOLL) MEMBER(PAYPGM) OWNER(PAYOWN) QUALIFIER(PAYQ) -
       VALIDATE(BIND)
  END`);
    install('V1');
    expect((await machine.run(bind)).codes).toEqual(['CC 0000']);
    const before = machine.subsystems.db2('DBP1')?.packages();
    install('V2', 'NOSUCH');
    expect((await machine.run(bind)).codes).toEqual(['CC 0008']);
    expect(machine.subsystems.db2('DBP1')?.packages()).toEqual(before);
    await say('F CICSPAY1,CEMT SET PROGRAM(PAYPGM) PHASEIN');
    expect(await say('F CICSPAY1,PAYQ 1')).toContain('SQLCODE = -805');
  });

  it('22: NEWCOPY through a console command ends RC 0 even if it is refused', async () => {
    const command = 'F CICSPAY1,CEMT SET PROGRAM(NOSUCH) NEWCOPY';
    expect(await say(command)).not.toContain('RESPONSE: NORMAL');
    expect((await machine.run(`// COMMAND '${command}'\n//S1 EXEC PGM=IEFBR14`)).codes).toEqual(['CC 0000']);
  });

  it('25: BPXBATCH multiplies by 256, and the step shows that modulo 4096', async () => {
    const shell = (command: string) =>
      machine.run(`//S1 EXEC PGM=BPXBATCH,PARM='SH ${command}'\n//STDOUT DD SYSOUT=*\n//STDERR DD SYSOUT=*`);
    expect((await shell('exit 1')).codes).toEqual(['CC 0256']);
    expect((await shell('exit 16')).codes).toEqual(['CC 0000']);
  });

  it('27: replacing in a PDS uses space and compress recovers it; a PDSE needs none; a full directory hits adds only', async () => {
    const text = `${'X'.repeat(80)}\n`.repeat(2000).trimEnd();
    machine.library('DEVA.PDS', {}, { dsntype: 'PDS', dirblk: 1, primary: 60 });
    machine.library('DEVA.PDSE', {}, { primary: 60 });
    const used = (dsname: string) => machine.dataSets.usage(dsname).usedTracks;
    const growth = (dsname: string) => {
      machine.member(dsname, 'A', text);
      const once = used(dsname);
      machine.member(dsname, 'A', text);
      return used(dsname) - once;
    };
    expect(growth('DEVA.PDS')).toBeGreaterThan(0);
    expect(growth('DEVA.PDSE')).toBe(0);
    const before = used('DEVA.PDS');
    expect((await machine.run(copying('DEVA.PDS', 'DEVA.PDS', ' COPY OUTDD=OUT,INDD=OUT'))).codes).toEqual(['CC 0000']);
    expect(used('DEVA.PDS')).toBeLessThan(before);
    const copies = (member: string) => `//S1 EXEC PGM=IEBGENER
//SYSPRINT DD SYSOUT=*
//SYSIN DD DUMMY
//SYSUT1 DD *
ONE
//SYSUT2 DD DSN=DEVA.PDS(${member}),DISP=SHR`;
    let full = 0;
    while (full < 40 && machine.dataSets.members('DEVA.PDS').length === full + 1) {
      await machine.run(copies(`M${full}`));
      full += 1;
    }
    const added = await machine.run(copies('ONEMORE'));
    expect(added.codes).toEqual(['ABEND SB14']);
    expect(added.spool('JESMSGLG')).toContain('IEC217I B14-0C');
    expect((await machine.run(copies('A'))).codes).toEqual(['CC 0000']);
  });

  it('28: IEBGENER drops ISPF statistics, IEBCOPY keeps them', async () => {
    machine.library('DEVA.FROM', { A: 'TEXT' });
    machine.library('DEVA.TO');
    await machine.run(copying('DEVA.FROM', 'DEVA.TO', ' COPY OUTDD=OUT,INDD=IN'));
    expect(machine.dataSets.member('DEVA.TO', 'A')?.statistics).toBeDefined();
    await machine.run(`//S1 EXEC PGM=IEBGENER
//SYSPRINT DD SYSOUT=*
//SYSIN DD DUMMY
//SYSUT1 DD DSN=DEVA.FROM(A),DISP=SHR
//SYSUT2 DD DSN=DEVA.TO(A),DISP=SHR`);
    expect(machine.dataSets.member('DEVA.TO', 'A')?.statistics).toBeUndefined();
    expect(machine.text('DEVA.TO', 'A')).toBe('TEXT');
  });
});
