import { beforeAll, describe, expect, it } from '@jest/globals';
import { compile } from '../../../src/practice/programs/compiling/compile.ts';
import { dbrmRecords, readDbrm } from '../../../src/practice/programs/compiling/dbrm.ts';
import { batchMachine } from '../support/batch.ts';
import { smallSite } from '../support/small-system.ts';

const site = smallSite({
  libraries: [{ dsname: 'DEVA.DBRM' }],
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
  },
});

const source = (table: string) => [
  '       PROGRAM-ID. PAYPGM.',
  `           EXEC SQL SELECT COUNT(*) INTO :N FROM ${table}`,
  '           END-EXEC.',
];

function dbrm(version: string, table = 'STAFF') {
  const compiled = compile({
    program: 'PAYPGM',
    source: source(table),
    aliases: [],
    version,
    copybook: () => undefined,
  });
  if (compiled.dbrm === undefined) throw new Error('no SQL');
  return dbrmRecords(compiled.dbrm.dbrm, compiled.dbrm.statements);
}

const tso = (commands: string, entry = 'IKJEFT01') => `//TSO      EXEC PGM=${entry}
//DBRMLIB  DD DISP=SHR,DSN=DEVA.DBRM
//SYSTSPRT DD SYSOUT=*
//SYSTSIN  DD *
${commands}
/*`;

const bind = (options = 'OWNER(PAYOWN) QUALIFIER(PAYQ) VALIDATE(BIND)') => `  DSN SYSTEM(DBP1)
  BIND PACKAGE(PAYCOLL) MEMBER(PAYPGM) -
       ${options}
  END`;

async function system() {
  const machine = await batchMachine(site);
  const install = (version: string, table?: string) =>
    machine.dataSets.write('DEVA.DBRM', 'PAYPGM', dbrm(version, table), { user: 'DEVA', statistics: 'none' });
  return { ...machine, install, db2: machine.subsystems.db2('DBP1') };
}

describe('a DBRM', () => {
  let first: Buffer = Buffer.alloc(0);
  beforeAll(() => {
    first = dbrm('V1')[0] ?? first;
  });

  it('carries the consistency token in columns 25 to 32 of its first record', () => {
    expect(first).toHaveLength(80);
    expect(readDbrm([first])?.contoken).toBe(first.subarray(24, 32).toString('hex').toUpperCase());
  });

  it('has another token when source or version differ, and the same when they do not', () => {
    const token = (version: string, table: string) => readDbrm(dbrm(version, table))?.contoken;
    expect(token('V1', 'STAFF')).toBe(token('V1', 'STAFF'));
    expect(new Set([token('V1', 'STAFF'), token('V2', 'STAFF'), token('V1', 'OTHER')]).size).toBe(3);
  });
});

describe('BIND PACKAGE', () => {
  it('takes version and token from the DBRM and leaves other versions', async () => {
    await using machine = await system();
    machine.install('V1');
    await machine.run(tso(bind()));
    machine.install('V2');
    const done = await machine.run(tso(bind()));
    expect(done.spool('SYSTSPRT')).toContain('DSNT232I  -DBP1 SUCCESSFUL BIND FOR PACKAGE = LOC1.PAYCOLL.PAYPGM.(V2)');
    expect(machine.db2?.packages().map(({ version }) => version)).toEqual(['V1', 'V2']);
  });

  it.each([
    ['8 when a table is missing under VALIDATE(BIND)', 'OWNER(PAYOWN) QUALIFIER(TESTQ) VALIDATE(BIND)', 8],
    ['4 when a table is missing under VALIDATE(RUN)', 'OWNER(PAYOWN) QUALIFIER(TESTQ) VALIDATE(RUN)', 4],
    ['8 for ACTION(ADD) of a version that exists', 'OWNER(PAYOWN) QUALIFIER(PAYQ) ACTION(ADD)', 8],
    ['12 without authority for the owner', 'OWNER(SYSOWN) QUALIFIER(PAYQ)', 12],
  ])('ends %s', async (_, options, code) => {
    await using machine = await system();
    machine.install('V1');
    await machine.run(tso(bind()));
    const done = await machine.run(tso(bind(options)));
    expect(done.codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
    expect(done.spool('SYSTSPRT')).toContain(code === 4 ? 'DSNT232I' : 'DSNT233I  -DBP1 UNSUCCESSFUL BIND');
  });

  it('leaves the old package after an SQL error', async () => {
    await using machine = await system();
    machine.install('V1');
    await machine.run(tso(bind()));
    const before = machine.db2?.packages();
    machine.install('V1', 'NOSUCH');
    const done = await machine.run(tso(bind()));
    expect(done.spool('SYSTSPRT')).toContain('SQLCODE=-204');
    expect(machine.db2?.packages()).toEqual(before);
  });

  it('is undone by FREE PACKAGE of one version; a second FREE warns', async () => {
    await using machine = await system();
    machine.install('V1');
    await machine.run(tso(bind()));
    const free = '  DSN SYSTEM(DBP1)\n  FREE PACKAGE(PAYCOLL.PAYPGM.(V1))\n  END';
    const done = await machine.run(tso(free));
    expect(done.spool('SYSTSPRT')).toContain('DSNT232I  -DBP1 SUCCESSFUL FREE FOR PACKAGE = LOC1.PAYCOLL.PAYPGM.(V1)');
    expect((await machine.run(tso(free))).codes).toEqual(['CC 0004']);
  });
});

describe('the terminal monitor program in batch', () => {
  const twoCommands = '  DELETE NONE\n  LISTCAT ENT(DBRM)';

  it('ends with the code of the last command under IKJEFT01', async () => {
    await using machine = await system();
    expect((await machine.run(tso(twoCommands))).codes).toEqual(['CC 0000']);
  });

  it.each(['IKJEFT1A', 'IKJEFT1B'])('stops at the first bad code under %s', async (entry) => {
    await using machine = await system();
    const done = await machine.run(tso(twoCommands, entry));
    expect(done.codes).toEqual(['CC 0008']);
    expect(done.spool('SYSTSPRT')).not.toContain('LISTCAT');
  });

  it('ends a DSN session with the highest code of its subcommands', async () => {
    await using machine = await system();
    machine.install('V1');
    const session = `  DSN SYSTEM(DBP1)
  FREE PACKAGE(PAYCOLL.NONE.(V1))
  BIND PACKAGE(PAYCOLL) MEMBER(PAYPGM) OWNER(PAYOWN) QUALIFIER(PAYQ)
  END`;
    expect((await machine.run(tso(session))).codes).toEqual(['CC 0004']);
  });

  it.each([
    ['an unknown command', '  NOSUCH COMMAND', 'IKJ56500I COMMAND NOSUCH NOT FOUND'],
    ['a Db2 that is not there', '  DSN SYSTEM(DB99)\n  END', 'DSNE110E'],
    [
      'a program that no library has',
      '  DSN SYSTEM(DBP1)\n  RUN PROGRAM(NOPGM) PLAN(PAYPLAN)\n  END',
      'NOPGM NOT FOUND',
    ],
  ])('ends 12 for %s', async (_, commands, message) => {
    await using machine = await system();
    const done = await machine.run(tso(commands));
    expect(done.codes).toEqual(['CC 0012']);
    expect(done.spool('SYSTSPRT')).toContain(message);
  });

  it('answers Db2 commands inside a session', async () => {
    await using machine = await system();
    const done = await machine.run(tso('  DSN SYSTEM(DBP1)\n  -DISPLAY THREAD(*)\n  END'));
    expect(done.spool('SYSTSPRT')).toContain("DSN9022I  -DBP1 DSNVDT '-DIS THREAD' NORMAL COMPLETION");
  });
});
