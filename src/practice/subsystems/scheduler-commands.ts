import { DateTime } from 'luxon';
import type { OperatorCommand } from '../console/operator-commands.ts';
import type { Scheduler } from './subsystems.ts';

/**
 * `F <subsystem>,OPHOLD(job)`, `OPREL(job)`, `OPRERUN(job)` and `OPLIST`: the practice system's own stand-in for the current-plan panels,
 * which have no console command.
 */
export function schedulerCommands(scheduler: Scheduler, timeZone: string): OperatorCommand {
  const form = new RegExp(`^(?:F|MODIFY)\\s+${scheduler.subsystem}\\s*,\\s*(.*)$`, 'i');
  return {
    name: `F ${scheduler.subsystem}`,
    matches: (command) => form.test(command),
    run(command) {
      const text = (form.exec(command)?.[1] ?? '').trim().toUpperCase();
      const parts = /^(OPHOLD|OPREL|OPRERUN)\(([A-Z0-9#@$]{1,8})(,LIBRARY)?\)$/.exec(text);
      if (text === 'OPLIST') return listing(scheduler, timeZone);
      if (parts === null) return [`${scheduler.subsystem} COMMAND NOT RECOGNIZED: ${text}`];
      const [, verb, jobname = '', library] = parts;
      if (verb === 'OPRERUN') return rerun(scheduler, jobname, library === undefined ? 'copy' : 'library');
      const done = verb === 'OPHOLD' ? scheduler.hold(jobname) : scheduler.release(jobname);
      if (!done) return [`${scheduler.subsystem} NO OPERATION ${jobname} IN THE CURRENT PLAN`];
      return [`${scheduler.subsystem} OPERATION ${jobname} ${verb === 'OPHOLD' ? 'MANUALLY HELD' : 'RELEASED'}`];
    },
  };
}

/** The copy of the JS file runs again; `,LIBRARY` throws it away first. */
function rerun(scheduler: Scheduler, jobname: string, from: 'copy' | 'library'): string[] {
  if (!scheduler.rerun(jobname, from))
    return [`${scheduler.subsystem} NO ENDED OPERATION ${jobname} IN THE CURRENT PLAN`];
  return [`${scheduler.subsystem} OPERATION ${jobname} RERUN FROM ${from === 'copy' ? 'JS COPY' : 'JCL LIBRARY'}`];
}

function listing(scheduler: Scheduler, timeZone: string): string[] {
  const rows = scheduler.currentPlan().map(({ adid, jobname, startTime, held, status, jobid }) => {
    const at = DateTime.fromMillis(startTime, { zone: timeZone }).toFormat('yyyy-MM-dd HH.mm');
    return `${adid.padEnd(16)} ${jobname.padEnd(8)} ${at} ${(held ? 'HELD' : status.toUpperCase()).padEnd(8)} ${jobid ?? ''}`.trimEnd();
  });
  return [`${scheduler.subsystem} CURRENT PLAN`, ...rows];
}
