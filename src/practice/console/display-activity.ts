import type { Job } from '../jes/jes.ts';
import { display, localTime } from './displays.ts';
import type { DisplayParts } from './displays.ts';
import type { OperatorCommand } from './operator-commands.ts';

const detailIndent = ' '.repeat(36);

/**
 * The numbers of started tasks, system address spaces and OMVS address spaces are constants: none of them runs here, and a
 * system without any would not be believed. Jobs and initiators are counted.
 */
const notImitated = { startedTasks: '00012', systemSpaces: '00036', omvs: '00012' };

/** `D A`, `D J` and their lists (IEE114I), or one name in detail (IEE115I): z/OS MVS System Messages, IEE114I and IEE115I. */
export function displayActivity(parts: DisplayParts): OperatorCommand[] {
  const { jes, clock } = parts;
  const active = () => jes.select?.({ active: true }) ?? jes.jobs().filter(({ status }) => status === 'ACTIVE');
  const head = (message: string) => [
    `${message} ${localTime(parts, 'HH.mm.ss yyyy.ooo')} ACTIVITY`,
    ' JOBS     M/S    TS USERS    SYSAS    INITS   ACTIVE/MAX VTAM     OAS',
    ` ${count(active().length)}    ${notImitated.startedTasks}    00000        ${notImitated.systemSpaces}    ${count(initiators(parts))}    00000/00300       ${notImitated.omvs}`,
  ];
  const one = (mask: string) => {
    const found = active().filter(named(mask));
    if (found.length === 0) return [...head('IEE115I'), ` ${mask} NOT FOUND`];
    return [...head('IEE115I'), ...found.flatMap((job) => details(job, clock.now()))];
  };
  return [
    display('D A', /^(?:A|ACTIVE|J|JOBS)(?:,|$)/, (operands) => {
      const wanted = /^[A-Z]+,([A-Z0-9#@$*]+)/.exec(operands)?.[1];
      if (wanted === undefined) return head('IEE114I');
      if (wanted === 'L' || wanted === 'LIST') return [...head('IEE114I'), ...active().map(entry)];
      return one(wanted === 'A' || wanted === 'ALL' ? '*' : wanted);
    }),
  ];
}

const count = (number: number) => String(number).padStart(5, '0');

const initiators = ({ jes }: DisplayParts): number =>
  (jes.control?.initiators() ?? []).filter(({ status }) => status !== 'DRAINED').length;

const named = (mask: string) => (job: Job) =>
  mask.endsWith('*') ? job.jobname.startsWith(mask.slice(0, -1)) : job.jobname === mask;

function entry(job: Job): string {
  const step = job.steps.find((candidate) => candidate.active);
  const [stepName, procStep] = [step?.['step-name'] ?? '', step?.['proc-step-name'] ?? ''];
  return ` ${job.jobname.padEnd(8)} ${stepName.padEnd(8)} ${procStep.padEnd(8)} IN   J`;
}

function details(job: Job, now: number): string[] {
  const elapsed = Math.max(0, Math.floor((now - (job.started ?? now)) / 1000));
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const time = `${two(elapsed / 3600)}.${two((elapsed / 60) % 60)}.${two(elapsed % 60)}`;
  return [
    `${entry(job)}  A=${addressSpace(job)}   PER=NO   SMC=000`,
    `${detailIndent}PGN=N/A  DMN=N/A  AFF=NONE`,
    `${detailIndent}CT=000.000S  ET=${time}`,
    `${detailIndent}WUID=${job.jobid} USERID=${job.owner}`,
    `${detailIndent}WKL=BATCH    SCL=BATCH    P=1`,
    `${detailIndent}RGP=N/A      SRVR=NO  QSC=NO`,
  ];
}

/** Address spaces of initiators begin at 0030, in the order of job numbers. */
export const addressSpace = (job: Pick<Job, 'jobid'>): string =>
  (0x30 + (Number(job.jobid.replace(/\D/g, '')) % 0x200)).toString(16).toUpperCase().padStart(4, '0');
