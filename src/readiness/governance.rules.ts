import type { Change } from '../changes/change.schema.ts';
import type { Release } from '../releases/release.schema.ts';
import type { CheckResult } from './readiness.schema.ts';

/** Answers that the records give, without a look at any system. */
export interface GovernanceFacts {
  readonly release: Release;
  readonly changes: readonly Change[];
  /** Content digests that the plan was made from; undefined without a plan. */
  readonly contents: readonly { readonly change: string; readonly contentDigest: string }[] | undefined;
  /** Planned length of the run along its critical path, in minutes; undefined without a plan. */
  readonly minutes: number | undefined;
  /** Instants of the window and its cut-off, in milliseconds since 1970. */
  readonly window: { readonly opens: number; readonly closes: number; readonly cutOff: number };
  /** Blackout that touches the window, where there is one. */
  readonly blackout: { readonly id: string; readonly reason: string } | undefined;
}

type Answer = Pick<CheckResult, 'verdict' | 'found' | 'nextAction'>;

const governance = (id: string, question: string, answer: Answer): CheckResult => ({
  id,
  kind: 'governance',
  question,
  ...answer,
});
const pass = (found: string): Answer => ({ verdict: 'pass', found });
const fail = (found: string, what: string, whose: string): Answer => ({
  verdict: 'fail',
  found,
  nextAction: { what, whose },
});

/** The governance half of readiness: every answer from the records, every fail with the next action and whose it is. */
export function governanceChecks(facts: GovernanceFacts): CheckResult[] {
  return [
    ...facts.changes.map(approved),
    planned(facts),
    ...facts.release.findings.map(answered(facts.release)),
    backedOut(facts.release),
    timed(facts),
    outsideBlackout(facts),
  ];
}

function approved(change: Change): CheckResult {
  const question = `Is ${change.id} approved as it stands?`;
  const missing = change.approvals.filter(({ complete }) => !complete);
  if (change.state === 'approved' || change.state === 'scheduled') {
    if (missing.length === 0)
      return governance(`approved:${change.id}`, question, pass(`${change.approvals.length} groups have approved`));
  }
  const [first] = missing;
  const found =
    first === undefined
      ? `${change.id} is ${change.state}`
      : `${change.id} waits for ${missing.map(({ group }) => group).join(', ')}`;
  const what =
    first === undefined
      ? `Bring ${change.id} to a decision`
      : `Decide on ${change.id} for ${first.group}: ${first.because}`;
  return governance(`approved:${change.id}`, question, fail(found, what, first?.group ?? change.owner));
}

function planned({ release, changes, contents }: GovernanceFacts): CheckResult {
  const question = 'Is there a plan for the content as approved?';
  if (release.plan === undefined || contents === undefined)
    return governance('planned', question, fail('no plan was made', 'Plan the release', release.decisionMaker));
  const stale = changes.find(
    ({ id, contentDigest }) => contents.find(({ change }) => change === id)?.contentDigest !== contentDigest,
  );
  if (stale !== undefined)
    return governance(
      'planned',
      question,
      fail(`${stale.id} was submitted anew since the plan was made`, 'Plan the release again', release.decisionMaker),
    );
  return governance(
    'planned',
    question,
    pass(`${release.plan.steps} steps, and ${release.plan.backoutSteps} to back out`),
  );
}

function answered(release: Release) {
  return ({ id, subject, text, answerBy, answer }: Release['findings'][number]): CheckResult => {
    const question = `Is finding ${id} answered (${subject})?`;
    if (answer !== undefined) return governance(`finding:${id}`, question, pass(`${answer.by} answered it`));
    return governance(`finding:${id}`, question, fail(text, `Answer finding ${id} of ${release.id}`, answerBy));
  };
}

function backedOut(release: Release): CheckResult {
  const question = 'Is there a plan to back out?';
  if ((release.plan?.backoutSteps ?? 0) > 0)
    return governance('backout', question, pass(`${release.plan?.backoutSteps ?? 0} steps`));
  return governance(
    'backout',
    question,
    fail('there is no backout plan', 'Plan the release with its backout', release.decisionMaker),
  );
}

function timed({ release, minutes, window }: GovernanceFacts): CheckResult {
  const question = 'Does the plan end before the cut-off?';
  if (minutes === undefined)
    return governance('timing', question, {
      verdict: 'unknown',
      found: 'there is no plan to measure',
      nextAction: { what: 'Plan the release', whose: release.decisionMaker },
    });
  const left = Math.floor((window.cutOff - window.opens) / 60_000 - minutes);
  if (left < 0)
    return governance(
      'timing',
      question,
      fail(
        `${minutes} minutes are ${-left} too many`,
        'Take content out, or ask for a longer window',
        release.decisionMaker,
      ),
    );
  return governance('timing', question, pass(`${minutes} minutes, ${left} before the cut-off`));
}

function outsideBlackout({ blackout, release }: GovernanceFacts): CheckResult {
  const question = 'Is the window free of blackouts?';
  if (blackout === undefined) return governance('blackout', question, pass('no blackout touches it'));
  return governance(
    'blackout',
    question,
    fail(`${blackout.id}: ${blackout.reason}`, 'Choose another window', release.decisionMaker),
  );
}

/** Why a release is not ready, in one line: the first thing that is missing, and how many more there are. */
export function because(results: readonly CheckResult[]): string {
  const open = results.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown');
  const [first, ...others] = open;
  if (first === undefined) return `all ${results.length} checks pass`;
  const action = first.nextAction === undefined ? '' : `; next: ${first.nextAction.what} (${first.nextAction.whose})`;
  return `${first.found}${action}${others.length === 0 ? '' : `; and ${others.length} more`}`;
}
