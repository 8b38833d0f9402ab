import type { InitiatorState, Jes } from '../jes/jes.ts';
import { addressSpace } from './display-activity.ts';
import { invalidOperand, noneFound } from './jes2-jobs.rules.ts';
import type { OperatorCommand } from './operator-commands.ts';

const form = /^\$([DSPTZ])\s*I(?:NIT)?\s*\(?\s*(\d+)?(?:\s*-\s*(\d+|\*))?\s*\)?\s*(?:,(.*))?$/;

/** `$DI`, `$SI`, `$PI`, `$ZI` and `$TI` (z/OS JES2 Commands: $D I, $S I, $P I, $T I; z/OS JES2 Messages, $HASP892). */
export function initiatorCommands(jes: Jes): OperatorCommand[] {
  const verbs = ['D', 'S', 'P', 'T', 'Z'] as const;
  return verbs.map((verb) => ({
    name: `$${verb} I`,
    matches: (command) => form.exec(command.trim().toUpperCase())?.[1] === verb,
    run(command) {
      const [, , from, to, operands = ''] = form.exec(command.trim().toUpperCase()) ?? [];
      const [first, last] = range(from, to);
      const fits = ({ number }: InitiatorState) => number >= first && number <= last;
      const chosen = (jes.control?.initiators() ?? []).filter(fits);
      if (chosen.length === 0) return noneFound(`${verb} I`);
      const lines: string[] = [];
      for (const { system, number } of chosen) {
        if (!act(jes, verb, system, number, operands)) return [invalidOperand(`${verb} I`)];
        const now = jes.control?.initiators().find((one) => one.system === system && one.number === number);
        if (now !== undefined) lines.push(line(now));
      }
      return lines;
    },
  }));
}

function range(from: string | undefined, to: string | undefined): [number, number] {
  if (from === undefined) return [1, Infinity];
  return [Number(from), to === undefined ? Number(from) : to === '*' ? Infinity : Number(to)];
}

function act(jes: Jes, verb: 'D' | 'S' | 'P' | 'T' | 'Z', system: string, number: number, operands: string): boolean {
  const { control } = jes;
  if (verb === 'D') return true;
  if (control === undefined) return false;
  if (verb === 'S') return control.startInitiator(system, number);
  if (verb === 'P' || verb === 'Z') return control.drainInitiator(system, number);
  const list = /^CL(?:ASS)?=(?:\(([^)]*)\)|([A-Z0-9]+))$/.exec(operands);
  if (list === null) return false;
  const classes = list[1]?.split(',').map((name) => name.trim()) ?? Array.from(list[2] ?? '');
  return control.setInitiatorClasses(system, number, classes);
}

function line({ number, status, classes, job }: InitiatorState): string {
  const single = classes.every((name) => name.length === 1);
  const list = single ? classes.join('') : `(${classes.join()})`;
  const running = job === undefined ? '' : `,ASID=${addressSpace(job)},JOBID=${job.jobid}`;
  return `$HASP892 INIT(${String(number)})${' '.repeat(Math.max(1, 5 - String(number).length))}STATUS=${status},CLASS=${list},NAME=${String(number)}${running}`;
}
