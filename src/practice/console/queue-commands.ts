import type { ClassState, Jes } from '../jes/jes.ts';
import { invalidOperand, jobLines, noneFound } from './jes2-jobs.rules.ts';
import type { OperatorCommand } from './operator-commands.ts';

const anyCase = (command: string) =>
  command
    .trim()
    .toUpperCase()
    .replace(/^\$\s*([A-Z])\s*/, '$$$1 ');

/** `$DA`, `$DN`, `$DQ`, `$D SPL`, `$D JOBCLASS` and `$T JOBCLASS` (z/OS JES2 Commands). */
export function queueCommands(jes: Jes): OperatorCommand[] {
  return [
    command('$DA', /^\$D A(?:,.*)?$/, () => {
      const active = jes.select?.({ active: true }) ?? jes.jobs().filter(({ status }) => status === 'ACTIVE');
      return active.length === 0 ? noneFound('D A') : active.flatMap(jobLines);
    }),
    command('$DN', /^\$D N(?:,.*)?$/, () => {
      const queued = jes.jobs().filter(({ status }) => status === 'INPUT');
      return queued.length === 0 ? noneFound('D N') : queued.flatMap(jobLines);
    }),
    command('$DQ', /^\$D Q(?:,.*)?$/, () => [...counts(jes), utilization(jes)]),
    command('$D SPL', /^\$D SP(?:L|OO?L?)?(?:\(.*\))?(?:,.*)?$/, () => {
      const percent = Math.round(use(jes));
      return [`$HASP893 VOLUME(SPOOL1)  STATUS=ACTIVE,PERCENT=${String(percent)}`, utilization(jes)];
    }),
    command('$D JOBCLASS', /^\$D JOBC(?:LASS)?(?:\(.*\))?(?:,.*)?$/, (text) => {
      const wanted = classesIn(text);
      const found = (jes.control?.classes() ?? []).filter(({ name }) => wanted === undefined || wanted.includes(name));
      return found.length === 0 ? noneFound('D JOBCLASS') : found.flatMap(classLines);
    }),
    command('$T JOBCLASS', /^\$[TP] JOBC(?:LASS)?\(.*\)(?:,.*)?$/, (text) => changeClasses(jes, text)),
  ];
}

function command(name: string, form: RegExp, run: (text: string) => readonly string[]): OperatorCommand {
  return { name, matches: (text) => form.test(anyCase(text)), run: (text) => run(anyCase(text)) };
}

const classesIn = (text: string): string[] | undefined =>
  /\(([^)]*)\)/
    .exec(text)?.[1]
    ?.split(',')
    .map((name) => name.trim());

/** `$T JOBCLASS(A),QHELD=YES`. A class that jobs may use cannot be taken away by `$P`. */
function changeClasses(jes: Jes, text: string): string[] {
  const held = /,\s*QHELD\s*=\s*(Y|YES|N|NO)$/.exec(text)?.[1];
  if (text.startsWith('$P') || held === undefined) return [invalidOperand(text.replace(/^\$/, ''))];
  return (classesIn(text) ?? []).flatMap((name) => {
    if (jes.control?.holdClass(name, held.startsWith('Y')) !== true) return noneFound(`T JOBCLASS(${name})`);
    return jes.control
      .classes()
      .filter((one) => one.name === name)
      .flatMap(classLines);
  });
}

/** $HASP837: layout unverified. */
function classLines({
  name,
  held,
  duplicateNames,
  messageLevel,
  jobrc,
  timeMinutes,
  waiting,
  active,
}: ClassState): string[] {
  const indent = `$HASP837 ${' '.repeat(16)}`;
  const time = `TIME=(${String(Math.floor(timeMinutes)).padStart(6, '0')},${String(Math.round((timeMinutes % 1) * 60)).padStart(2, '0')})`;
  return [
    `$HASP837 JOBCLASS(${name})${' '.repeat(Math.max(1, 6 - name.length))}ACCT=NO,PGMRNAME=NO,${time},`,
    `${indent}MSGLEVEL=(${messageLevel}),HOLD=NO,QHELD=${held ? 'YES' : 'NO'},JOBRC=${jobrc},DUPL_JOB=${duplicateNames},`,
    `${indent}MODE=JES,XEQCOUNT=(MAXIMUM=*,CURRENT=${String(active)}),QCOUNT=${String(waiting)}`,
  ];
}

/** $HASP643: jobs on each queue; layout unverified. */
function counts(jes: Jes): string[] {
  const queues = new Map<string, number>();
  for (const { status, jobClass } of jes.jobs()) {
    const queue =
      status === 'OUTPUT' ? 'PPU LOCAL ANY' : status === 'ACTIVE' ? `EXECUTION ${jobClass} ANY` : `XEQ ${jobClass} ANY`;
    queues.set(queue, (queues.get(queue) ?? 0) + 1);
  }
  return Array.from(queues, ([queue, number]) => `$HASP643 ${String(number).padStart(5)} ${queue}`);
}

function use(jes: Jes): number {
  const { used, capacity } = jes.control?.spoolUse() ?? { used: 0, capacity: 1 };
  return (used * 100) / capacity;
}

const utilization = (jes: Jes): string => `$HASP646 ${use(jes).toFixed(4)} PERCENT SPOOL UTILIZATION`;
