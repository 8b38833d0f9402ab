import { DateTime } from 'luxon';
import type { Job } from '../jes/jes.ts';
import type { Operations } from '../subsystems/operations.ts';
import type { Dd, Program, Step } from './program.ts';
import { ended } from './program.ts';
import { panelJobs, type SdsfSettings } from './sdsf-panels.ts';

interface Session {
  step: Step;
  out: Dd;
  timeZone: string;
  settings: SdsfSettings;
  /** Rows of the panel that is shown. */
  rows: readonly Job[];
  operations: Operations;
}

/**
 * SDSF in batch: commands of ISFIN, panels and answers on ISFOUT. The code is 0 whatever an operator command brings:
 * what CICS answers stands in the region's log, and here only as response lines.
 *
 * @see z/OS SDSF Operation and Customization, Using SDSF in batch (PGM=SDSF, PGM=ISFAFD)
 */
export function sdsf(timeZone: string): Program {
  return {
    names: ['SDSF', 'ISFAFD'],
    async run(step) {
      const out = step.dd('ISFOUT');
      const input = step.dd('ISFIN');
      if (out === undefined || input === undefined) {
        step.wto(`ISF024I OPEN ERROR FOR ${out === undefined ? 'ISFOUT' : 'ISFIN'}, DD STATEMENT MISSING`, {
          system: true,
        });
        return ended(16);
      }
      out.open({ recfm: 'FBA', lrecl: 133 });
      const { operations } = step.subsystems;
      if (operations === undefined) return ended(16);
      const session: Session = {
        step,
        out,
        timeZone,
        settings: { prefix: step.user + '*', owner: '' },
        rows: [],
        operations,
      };
      for (const line of input.lines()) {
        const command = line.slice(0, 72).trim();
        if (command === '' || command.startsWith('/*')) continue;
        if (/^(END|EXIT|=X|X)$/i.test(command)) break;
        await run(session, command);
      }
      return ended(0);
    },
  };
}

const print = ({ out }: Session, text: string, control = ' ') => out.writeLine(`${control}${text}`.slice(0, 133));

async function run(session: Session, command: string): Promise<void> {
  if (command.startsWith('/')) {
    await slash(session, command.slice(1).trim());
    return;
  }
  const [verb = '', operand = ''] = command.split(/\s+/);
  const upper = verb.toUpperCase();
  print(session, `SDSF COMMAND INPUT ===> ${command}`, '1');
  if (upper === 'PREFIX' || upper === 'PRE') session.settings.prefix = operand;
  else if (upper === 'OWNER') session.settings.owner = operand;
  else if (
    upper === 'SET' ||
    upper === 'AFD' ||
    upper === 'FIND' ||
    upper === 'PRINT' ||
    upper === 'SORT' ||
    upper === 'ARRANGE' ||
    upper === '++ALLOC' ||
    upper.startsWith('++')
  ) {
    if (/^PRINT$/.test(upper)) print(session, 'PRINT COMMAND IS NOT IMITATED');
  } else if (upper === 'ULOG' || upper === 'LOG') print(session, 'NO LOG IS KEPT FOR BATCH ON THE PRACTICE SYSTEM');
  else panel(session, upper);
}

async function slash(session: Session, given: string): Promise<void> {
  const text = given.replace(/^'(.*)'$/, '$1').replaceAll(/^"(.*)"$/g, '$1');
  const { step, operations } = session;
  print(session, `SDSF COMMAND INPUT ===> /${text}`, '1');
  const lines = await operations.command(text, step.user);
  print(session, 'RESPONSE=' + step.sysname.padEnd(8) + ' COMMAND ISSUED');
  for (const line of lines) print(session, `RESPONSE=${step.sysname.padEnd(8)} ${line}`);
}

function panel(session: Session, name: string): void {
  const rows = panelJobs(name, session.operations.jes.jobs(), session.settings);
  if (rows === undefined) {
    print(session, `INVALID COMMAND: ${name}`);
    return;
  }
  session.rows = rows;
  const at = DateTime.fromMillis(session.step.now(), { zone: session.timeZone });
  print(
    session,
    `SDSF ${titles[name] ?? name} ${session.step.sysname}  ${at.toFormat('HH:mm:ss')}  LINE 1-${String(rows.length)} (${String(rows.length)})`,
  );
  print(session, 'NP   JOBNAME  JobID    Owner    Prty Queue      C  Pos  Status   Max-RC');
  for (const job of rows)
    print(
      session,
      `     ${job.jobname.padEnd(8)} ${job.jobid.padEnd(8)} ${job.owner.padEnd(8)}   ${String(job.priority ?? 9).padStart(2)} ${queueOf(job).padEnd(10)} ${job.jobClass.charAt(0)}       ${(job.status === 'ACTIVE' ? session.step.sysname : '').padEnd(8)} ${job.retcode ?? ''}`,
    );
}

const titles: Readonly<Record<string, string>> = {
  ST: 'STATUS DISPLAY ALL CLASSES',
  DA: 'DA',
  I: 'INPUT QUEUE DISPLAY ALL CLASSES',
  O: 'OUTPUT ALL CLASSES',
  H: 'HELD OUTPUT DISPLAY ALL CLASSES',
};

const queueOf = (job: Job): string => ({ INPUT: 'EXECUTION', ACTIVE: 'EXECUTION', OUTPUT: 'PRINT' })[job.status];
