import type { Predicate, StepEvidence } from './statement.schema.ts';
import type { Verification } from './verify.ts';

/** A verification in plain words, for a terminal. */
export function verificationText({ held, failure, statement }: Verification): string {
  const lines = held.map((sentence) => `  holds  ${sentence}`);
  if (failure !== undefined) lines.push(`  FAILS  ${failure.place}: ${failure.why}`, '', 'This bundle is no evidence.');
  if (statement !== undefined) lines.push('', ...summaryOf(statement.predicate), '', ...trustIn(statement.predicate));
  return `${lines.join('\n')}\n`;
}

function summaryOf({ release, changes, readiness, run, steps, anchor }: Predicate): string[] {
  const attempts = steps.flatMap((step) => step.attempts.map((attempt) => ({ step, attempt })));
  const last = readiness.at(-1);
  return [
    `${release.id}  ${release.title}`,
    `  outcome    ${release.outcome ?? `none yet, the release is ${release.state}`}`,
    `  changes    ${changes.map(({ id, state }) => `${id} ${state}`).join(', ')}`,
    ...(last === undefined ? [] : [`  readiness  ${last.verdict} at ${last.at}: ${last.because}`]),
    ...(run === undefined
      ? ['  run        none']
      : [`  run        ${run.id} on ${run.system}, started by ${run.startedBy} at ${run.startedAt}, ${run.state}`]),
    `  steps      ${countsOf(steps)}; jobs ${attempts.filter(({ attempt }) => attempt.jobid !== undefined).length}`,
    ...attempts.map(({ step, attempt }) => {
      const codes = attempt.jobSteps.map(({ name, completion }) => `${name} ${completion.replace(/^CC /, '')}`);
      return `    ${[step.id, attempt.jobname.padEnd(8), attempt.jobid ?? 'no job', attempt.owner ?? '', codes.join(', ')].join('  ')}`;
    }),
    `  open       ${release.openWatch.length === 0 ? 'nothing' : release.openWatch.map(({ what, until }) => `${what} (until ${until})`).join('; ')}`,
    `  book       ${anchor.book}, ${anchor.size} pages, of which ${anchor.pages.length} are in the bundle`,
  ];
}

function countsOf(steps: readonly StepEvidence[]): string {
  const counts = new Map<string, number>();
  for (const { state } of steps) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => `${count} ${state}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function trustIn({ anchor }: Predicate): string[] {
  const said = ['Everything in this bundle holds under the public key that you gave.'];
  if (anchor.keyOrigin === 'self-made')
    said.push(
      'The key is SELF-MADE: the service that kept the book made it for itself. The bundle is shown to be unchanged',
      'since it was signed, and not who signed it. Get the public key by a way that you trust.',
    );
  return said;
}
