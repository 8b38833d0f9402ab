import pc from 'picocolors';
import type { ReadinessReport } from '../readiness/readiness.schema.ts';
import type { PlanStep } from '../releases/plan.schema.ts';
import type { RunStep } from '../runs/run.schema.ts';

/** Tells a person at a terminal what happens. */
export interface Teller {
  chapter(title: string): void;
  line(text: string): void;
  refused(text: string): void;
  finding(text: string): void;
  planned(step: PlanStep): void;
  readiness(report: ReadinessReport): void;
  /** A release step that changed its state. `left`: minutes to the cut-off. */
  step(step: RunStep, at: string, left: number): void;
  good(text: string): void;
  bad(text: string): void;
}

export function teller(write: (text: string) => void): Teller {
  const line = (text: string) => write(`  ${text}\n`);
  return {
    chapter: (title) => write(`\n${pc.bold(title)}\n`),
    line,
    refused: (text) => line(`${pc.yellow('refused')}  ${text}`),
    finding: (text) => line(`${pc.yellow('finding')}  ${text}`),
    planned: (step) => line(plannedLine(step)),
    readiness({ verdict, because, results }) {
      const passed = results.filter((result) => result.verdict === 'pass').length;
      const word = verdict === 'ready' ? pc.green(pc.bold('READY')) : pc.red(pc.bold('NOT READY'));
      const count = verdict === 'ready' ? '' : pc.dim(` (${passed} of ${results.length} checks pass)`);
      line(`${word}  ${because}${count}`);
    },
    step: (step, at, left) => line(stepLine(step, at, left)),
    good: (text) => line(pc.green(text)),
    bad: (text) => line(pc.red(text)),
  };
}

function plannedLine(step: PlanStep): string {
  const after = step.runsAfter.map((edge) => edge.step).join(' ') || '-';
  const job = (step.job?.jobname ?? step.observe?.jobname ?? step.kind).padEnd(8);
  const steps = step.job?.steps.map(({ name }) => name).join(' ') ?? '';
  return `${step.id}  ${job}  ${String(step.minutes).padStart(3)} min  after ${after.padEnd(11)}  ${step.title}${pc.dim(steps === '' ? '' : `: ${steps}`)}`;
}

const colours: Partial<Record<RunStep['state'], (text: string) => string>> = {
  succeeded: pc.green,
  suspicious: pc.yellow,
  failed: pc.red,
  unknown: pc.red,
  'waiting-for-person': pc.cyan,
  running: pc.blue,
};

function stepLine(step: RunStep, at: string, left: number): string {
  const attempt = step.attempts.at(-1);
  const name = (attempt?.jobname ?? step.step.kind).padEnd(8);
  const jobid = (attempt?.jobid ?? '').padEnd(8);
  const state = (colours[step.state] ?? pc.dim)(step.state.padEnd(18));
  const codes = attempt?.jobSteps.map(codeOf).join('  ') ?? '';
  const words = codes === '' ? `${step.step.title}${step.state === 'succeeded' ? '' : `: ${step.because}`}` : codes;
  const cutOff = left >= 0 ? `${String(left).padStart(3)} min left` : pc.red(`${-left} min late`);
  const because =
    step.state === 'failed' || step.state === 'suspicious' || step.state === 'unknown'
      ? `\n${' '.repeat(22)}${pc.red(step.because)}`
      : '';
  return `${at}  ${cutOff}  ${step.id}  ${name} ${jobid} ${state} ${words}${because}`;
}

function codeOf({
  name,
  completion,
  code,
  accepted,
  complaints,
}: NonNullable<RunStep['attempts'][number]>['jobSteps'][number]): string {
  const short = code === undefined ? completion : String(code).padStart(4, '0');
  const text = `${name} ${short}`;
  if (complaints.length > 0) return pc.yellow(text);
  return accepted ? text : pc.red(text);
}
