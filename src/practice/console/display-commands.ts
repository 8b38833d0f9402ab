import { DateTime } from 'luxon';
import type { Clock } from '../../shared/clock.ts';
import type { Jes, Job } from '../jes/jes.ts';
import type { Site } from '../site/site.schema.ts';
import type { OperatorCommand } from './operator-commands.ts';

interface Parts {
  clock: Clock;
  jes: Jes;
  site: Site;
}

/** `D T`, `D A`, `D J` and `D IPLINFO` (z/OS MVS System Commands, DISPLAY). */
export function displayCommands({ clock, jes, site }: Parts): OperatorCommand[] {
  const ipl = clock.now();
  const local = (at: number) => DateTime.fromMillis(at, { zone: site.system.timeZone });
  const active = () => jes.jobs().filter((job) => job.status === 'ACTIVE');
  return [
    display('D T', /^T$/, () => {
      const now = local(clock.now());
      const utc = now.toUTC();
      return [
        `IEE136I LOCAL: TIME=${now.toFormat('HH.mm.ss')} DATE=${now.toFormat('yyyy.ooo')}  UTC: TIME=${utc.toFormat('HH.mm.ss')} DATE=${utc.toFormat('yyyy.ooo')}`,
      ];
    }),
    display('D IPLINFO', /^IPLINFO/, () => [
      `IEE254I  ${local(clock.now()).toFormat('HH.mm.ss')} IPLINFO DISPLAY`,
      ` SYSTEM IPLED AT ${local(ipl).toFormat('HH.mm.ss')} ON ${local(ipl).toFormat('MM/dd/yyyy')}`,
      ` RELEASE z/OS 03.01.00    LICENSE = z/OS`,
    ]),
    display('D A', /^(A|J|JOBS)(,|$)/, (operands) => {
      const wanted = /^(?:A|J|JOBS),([A-Z0-9#@$*]+)/.exec(operands)?.[1];
      const name = wanted === undefined || ['L', 'LIST', 'A', 'ALL'].includes(wanted) ? undefined : wanted;
      const chosen = name === undefined ? active() : active().filter(named(name));
      const head = [
        `IEE114I ${local(clock.now()).toFormat('HH.mm.ss yyyy.ooo')} ACTIVITY`,
        ' JOBS     M/S    TS USERS    SYSAS    INITS',
      ];
      const counts = `${String(active().length).padStart(5, '0')}    00012    00000        00036    00012`;
      if (name !== undefined && chosen.length === 0) return [...head, ` ${counts}`, ` ${name} NOT FOUND`];
      return [...head, ` ${counts}`, ...chosen.map(activeLine)];
    }),
  ];
}

function display(name: string, operands: RegExp, lines: (operands: string) => readonly string[]): OperatorCommand {
  const operandsOf = (command: string) => /^(?:D|DISPLAY)\s+(.*)$/.exec(command.trim().toUpperCase())?.[1] ?? '';
  return {
    name,
    matches: (command) => operands.test(operandsOf(command)),
    run: (command) => lines(operandsOf(command)),
  };
}

const named = (mask: string) => (job: Job) =>
  mask.endsWith('*') ? job.jobname.startsWith(mask.slice(0, -1)) : job.jobname === mask;

function activeLine(job: Job): string {
  const step = job.steps.find((candidate) => candidate.active);
  const [stepName, procStep] = [step?.['step-name'] ?? '', step?.['proc-step-name'] ?? ''];
  return ` ${job.jobname.padEnd(8)} ${stepName.padEnd(8)} ${procStep.padEnd(8)} ${job.owner.padEnd(8)} IN   J`;
}
