import type { Jes, Job } from '../jes/jes.ts';
import type { OperatorCommand } from './operator-commands.ts';

/**
 * MVS CANCEL, STOP and MODIFY of jobs (z/OS MVS System Commands; z/OS MVS System Messages, IEE301I, IEE341I, IEE342I).
 * A batch job listens to neither STOP nor MODIFY.
 */
export function mvsJobCommands(jes: Jes): OperatorCommand[] {
  const active = (name: string) =>
    (jes.select?.({ active: true }) ?? jes.jobs()).filter((job) => job.status === 'ACTIVE' && job.jobname === name);
  return [
    command('C', /^(?:C|CANCEL)\s+(?:U=)?([A-Z#@$][A-Z0-9#@$]{0,7})(,.*)?$/, (name, operands) =>
      eachOf(active(name), name, (job) => {
        const { status } = jes.cancel(job, /,DUMP/.test(operands) ? 'mvs-dump' : 'mvs');
        return status === 0
          ? `IEE301I ${name.padEnd(17)} CANCEL COMMAND ACCEPTED`
          : `IEE838I ${name.padEnd(17)} CANCEL ALREADY IN PROGRESS`;
      }),
    ),
    command('P', /^(?:P|STOP)\s+([A-Z#@$][A-Z0-9#@$]{0,7})(,.*)?$/, (name) =>
      eachOf(active(name), name, () => 'IEE342I STOP     REJECTED--TASK BUSY'),
    ),
    command('F', /^(?:F|MODIFY)\s+([A-Z#@$][A-Z0-9#@$]{0,7})(,.*)$/, (name) =>
      eachOf(active(name), name, () => 'IEE342I MODIFY   REJECTED--TASK BUSY'),
    ),
  ];
}

function eachOf(jobs: readonly Job[], name: string, line: (job: Job) => string): string[] {
  return jobs.length === 0 ? [`IEE341I ${name.padEnd(17)} NOT ACTIVE`] : jobs.map(line);
}

function command(name: string, form: RegExp, run: (jobname: string, operands: string) => string[]): OperatorCommand {
  return {
    name,
    matches: (text) => form.test(text.trim().toUpperCase()),
    run(text) {
      const match = form.exec(text.trim().toUpperCase());
      return run(match?.[1] ?? '', match?.[2] ?? '');
    },
  };
}
