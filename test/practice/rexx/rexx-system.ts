import { batchMachine } from '../support/batch.ts';
import { smallSite } from '../support/small-system.ts';

const site = smallSite({ libraries: [{ dsname: 'DEVA.EXEC' }, { dsname: 'DEVA.DATA', dsorg: 'PS' }] });

/** A machine with a library of execs, and two ways to run one. */
export async function rexxSystem() {
  const machine = await batchMachine(site);
  const put = (name: string, text: string) => machine.member('DEVA.EXEC', name, text);
  const tso = (commands: string, dds = '', entry = 'IKJEFT01') =>
    machine.run(`//TSO      EXEC PGM=${entry}
//SYSEXEC  DD DISP=SHR,DSN=DEVA.EXEC
//SYSTSPRT DD SYSOUT=*
${dds === '' ? '' : `${dds}\n`}//SYSTSIN  DD *
${commands}
/*`);
  const batch = (parm: string, dds = '') =>
    machine.run(`//RX       EXEC PGM=IRXJCL,PARM='${parm}'
//SYSEXEC  DD DISP=SHR,DSN=DEVA.EXEC
//SYSTSPRT DD SYSOUT=*
${dds === '' ? '' : `${dds}\n`}//SYSTSIN  DD DUMMY`);
  /** What an exec says, one line an element. */
  const says = async (text: string, args = '') => {
    put('SAMPLE', text);
    const done = await batch(`SAMPLE ${args}`.trim());
    return done
      .spool('SYSTSPRT')
      .split('\n')
      .map((line) => line.slice(1));
  };
  return { ...machine, put, tso, batch, says };
}
