import type { RunStep } from '../runs/run.schema.ts';
import type { Stage } from './stage.ts';

/** What the person of a manual step does on the practice system before confirming; the note is what was seen there. */
export async function actAtTheSystem({ step, run }: RunStep, stage: Stage): Promise<string> {
  if (step.bracket !== undefined) {
    const verb = step.bracket.act === 'open' ? 'OPHOLD' : 'OPREL';
    return `${verb} ${step.bracket.name}: ${await stage.practice.command(`F OPCP,${verb}(${step.bracket.name})`)}`.slice(
      0,
      1900,
    );
  }
  if (step.commands !== undefined)
    return `One inquiry: ${await stage.practice.command('F CICSPA1,SVIQ 0004000100')}`.slice(0, 1900);
  const { rows } = await stage.as('savrecon').get<{ rows: RunStep[] }>(`/runs/${run}/steps`);
  const trial = rows.find(({ id }) => id === '110')?.attempts.at(-1);
  const report = trial?.spool.find(({ ddname }) => ddname === 'ACRRPT');
  if (trial === undefined || report === undefined) return 'Looked at, and agreed';
  const text = await stage
    .as('savrecon')
    .text(`/api/v1/runs/${run}/steps/110/attempts/${trial.number}/spool/${report.id}`);
  const totals = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /TOTAL|TIER|COUNT|ACCOUNTS/i.test(line));
  return `Report of ${trial.jobname}(${trial.jobid ?? ''}) agrees: ${totals.slice(0, 8).join('; ')}`.slice(0, 1900);
}
