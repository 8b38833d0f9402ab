import { compile } from '../../../src/practice/programs/compiling/compile.ts';
import { dbrmRecords } from '../../../src/practice/programs/compiling/dbrm.ts';
import { toRecords } from '../../../src/practice/programs/binding/load-module.ts';
import { batchMachine } from '../support/batch.ts';
import { smallSite } from '../support/small-system.ts';

const region = {
  applid: 'CICSPAY1',
  sysid: 'PAY1',
  dfhrpl: ['DEVA.CICS.LOAD'],
  programs: ['PAYINQ'],
  transactions: { PAYQ: 'PAYINQ' },
  db2: { ssid: 'DBP1', plan: 'PAYPLAN' },
};

/** A bank's corner with one Db2, one region, one library of each kind. */
export async function releaseTeam(changes: { region?: object; site?: Record<string, unknown>; lla?: object } = {}) {
  const site = smallSite({
    libraries: [
      { dsname: 'DEVA.DBRM' },
      { dsname: 'DEVA.CICS.LOAD', recfm: 'U', lrecl: 0, blksize: 32760 },
      {
        dsname: 'DEVA.LNKLIB',
        dsntype: 'PDS',
        recfm: 'U',
        lrecl: 0,
        blksize: 32760,
        space: { primary: 1, secondary: 1 },
      },
      { dsname: 'DEVA.STAGE' },
      { dsname: 'DEVA.PROD' },
    ],
    linkList: ['DEVA.LNKLIB'],
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
      cics: [{ ...region, ...changes.region }],
      ...(changes.lla === undefined ? {} : { lla: changes.lla }),
    },
    ...changes.site,
  });
  const machine = await batchMachine(site);
  const compiled = (version: string) =>
    compile({
      program: 'PAYINQ',
      source: [
        '       PROGRAM-ID. PAYINQ.',
        '           EXEC SQL SELECT COUNT(*) INTO :N FROM STAFF',
        '           END-EXEC.',
      ],
      aliases: [],
      version,
      copybook: () => undefined,
    });
  const load = (version: string, library = 'DEVA.CICS.LOAD') =>
    machine.dataSets.write(library, 'PAYINQ', toRecords(compiled(version).module), {
      user: 'DEVA',
      statistics: 'none',
    });
  const dbrm = (version: string) => {
    const { dbrm: made } = compiled(version);
    if (made === undefined) throw new Error('no SQL');
    machine.dataSets.write('DEVA.DBRM', 'PAYINQ', dbrmRecords(made.dbrm, made.statements), {
      user: 'DEVA',
      statistics: 'none',
    });
  };
  const say = async (command: string) => {
    const known = machine.commands.find((one) => one.matches(command));
    return (await known?.run(command, 'DEVA'))?.join('\n') ?? '';
  };
  const tso = (commands: string, entry = 'IKJEFT01') =>
    machine.run(`//TSO      EXEC PGM=${entry}
//DBRMLIB  DD DISP=SHR,DSN=DEVA.DBRM
//SYSTSPRT DD SYSOUT=*
//SYSTSIN  DD *
${commands}
/*`);
  const bind = (qualifier = 'PAYQ', more = 'VALIDATE(BIND)') =>
    tso(`  DSN SYSTEM(DBP1)
  BIND PACKAGE(PAYCOLL) MEMBER(PAYINQ) -
       OWNER(PAYOWN) QUALIFIER(${qualifier}) ${more}
  END`);
  const sdsf = (command: string) =>
    machine.run(`//S        EXEC PGM=SDSF
//ISFOUT   DD SYSOUT=*
//ISFIN    DD *
${command}
/*`);
  return { ...machine, load, dbrm, say, tso, bind, sdsf, cics: machine.subsystems.region('CICSPAY1') };
}
