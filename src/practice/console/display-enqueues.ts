import type { Held } from '../steps/enqueues.ts';
import { addressSpace } from './display-activity.ts';
import { display, localTime } from './displays.ts';
import type { DisplayParts } from './displays.ts';
import type { OperatorCommand } from './operator-commands.ts';

/** `D GRS,RES=(qname,rname)` and `D GRS,C` (z/OS MVS System Messages, ISG343I). Jobs hold names of SYSDSN alone. */
export function displayEnqueues(parts: DisplayParts): OperatorCommand[] {
  const head = () => `ISG343I ${localTime(parts)} GRS STATUS`;
  return [
    display('D GRS,RES', /^GRS,RES=\(/, (operands) => {
      const [, qname = '', rname = '*'] = /^GRS,RES=\(([^,)]+)(?:,'?([^,')]+)'?)?\)/.exec(operands) ?? [];
      const found = isDataSets(qname) ? requests(parts).filter(({ dsname }) => fits(dsname, rname)) : [];
      if (found.length === 0) return [head(), `NO REQUESTORS FOR RESOURCE  ${qname.padEnd(8)} ${rname}`];
      return [head(), ...resources(parts, found)];
    }),
    display('D GRS,C', /^GRS,(?:C|CONTENTION)$/, () => {
      const all = requests(parts);
      const contended = new Set(all.filter(({ waits }) => waits).map(({ dsname }) => dsname));
      const found = all.filter(({ dsname }) => contended.has(dsname));
      const tail = ['NO REQUESTS PENDING FOR ISGLOCK STRUCTURE', 'NO LATCH CONTENTION EXISTS'];
      if (found.length === 0) return [head(), 'NO ENQ RESOURCE CONTENTION EXISTS', ...tail];
      return [head(), ...resources(parts, found), ...tail];
    }),
  ];
}

const requests = ({ jes }: DisplayParts): readonly Held[] => jes.control?.enqueues() ?? [];

const isDataSets = (qname: string): boolean => fits('SYSDSN', qname);

const fits = (name: string, mask: string): boolean =>
  mask.endsWith('*') ? name.startsWith(mask.slice(0, -1)) : name === mask;

function resources({ jes, site }: DisplayParts, found: readonly Held[]): string[] {
  return [...new Set(found.map(({ dsname }) => dsname))].flatMap((dsname) => [
    `S=SYSTEMS SYSDSN   ${dsname}`,
    'SYSNAME        JOBNAME         ASID     TCBADDR   EXC/SHR    STATUS',
    ...found
      .filter((one) => one.dsname === dsname)
      .map(({ owner, level, waits }) => {
        const job = jes.select?.({ jobid: owner })[0] ?? jes.jobs().find(({ jobid }) => jobid === owner);
        const system = (job?.system ?? site.system.name).padEnd(10);
        const kind = (level === 'exclusive' ? 'EXCLUSIVE' : 'SHARE').padEnd(9);
        const space = addressSpace({ jobid: owner });
        return `${system}     ${(job?.jobname ?? owner).padEnd(8)}        ${space}     008FF890  ${kind}  ${waits ? 'WAIT' : 'OWN'}`;
      }),
  ]);
}
