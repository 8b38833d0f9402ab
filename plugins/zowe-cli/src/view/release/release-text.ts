import type { Release } from '../../../../../src/releases/release.schema.ts';

/** A release in lines for a person; times are local times of the estate. */
export function releaseText(release: Release): string[] {
  const { window } = release;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['state', release.outcome === undefined ? release.state : `${release.state}, outcome ${release.outcome}`],
    ['version', `${release.version} of ${release.application} on ${release.system}, jobs ${release.prefix}*`],
    ['window', `${window.opens} to ${window.closes}`],
    ['cut-off', `${window.cutOff.at}: ${window.cutOff.means}`],
    ['changes', release.changes.join(', ')],
    ['decides', release.decisionMaker],
    ['plan', planText(release)],
    ['findings', findingsText(release)],
    ['readiness', readinessText(release)],
    ['run', release.run],
    ['watch items', watchText(release)],
    ['review', release.review === undefined ? undefined : `${release.review.cause}: ${release.review.text}`],
    ['closing', release.closingNote],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${`${name}:`.padEnd(13)}${value}`]));
  return [`${release.id} ${release.title}`, ...lines];
}

function planText({ plan }: Release): string {
  if (plan === undefined) return 'none yet';
  return `${plan.steps} steps, ${plan.backoutSteps} to back out, made by ${plan.by} (${plan.digest.slice(0, 12)})`;
}

function findingsText({ findings }: Release): string | undefined {
  if (findings.length === 0) return undefined;
  const open = findings.filter(({ answer }) => answer === undefined).map(({ id, answerBy }) => `${id} for ${answerBy}`);
  return open.length === 0 ? `${findings.length}, all answered` : `open: ${open.join(', ')}`;
}

function readinessText({ readiness }: Release): string {
  if (readiness === undefined) return 'not asked yet';
  return `${readiness.verdict === 'ready' ? 'READY' : 'NOT READY'}: ${readiness.because}`;
}

function watchText({ openWatch }: Release): string | undefined {
  if (openWatch.length === 0) return undefined;
  return openWatch.map(({ id, what, until, owner }) => `${id} ${what} (${owner}, until ${until})`).join('; ');
}
