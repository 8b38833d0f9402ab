import { refuseSharedTargets } from '../changes/item.rules.ts';
import type { PhasePlan } from '../estate/item-type.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import { placedItemsOf, placedPartsOf } from './content.rules.ts';
import { draftEdges, draftSteps } from './draft-steps.rules.ts';
import { unfenced } from './fences.rules.ts';
import { missedUsers } from './findings.rules.ts';
import { settledEdges, type Edge } from './graph.rules.ts';
import { phaseSteps, type Content, type JclTexts, type PhaseStep } from './phase-steps.rules.ts';
import type { Plan, PlanStep } from './plan.schema.ts';
import type { PlannerInput } from './planner.schema.ts';
import { referenceEdges } from './reference-edges.rules.ts';
import type { StepDraft } from './release.schema.ts';

/** A plan and the JCL of its jobs by digest. */
export interface Planned {
  readonly plan: Plan;
  readonly jcl: ReadonlyMap<string, string>;
}

/**
 * Makes both plans of a release from its content, its item types and the steps that people wrote.
 *
 * One job a phase, one job step a library pair, one writer a library at a time; every edge says why it is there.
 *
 * @throws {LockstepError} `item.two-for-one-target`, `release.change-unfit` for a change that was never submitted,
 *   `release.unknown-reference`, `release.dependency-cycle`, and what templates refuse
 */
export function planRelease(input: PlannerInput): Planned {
  const { release, changes } = input;
  refuseSharedTargets(changes.flatMap((change) => change.items));
  const items = placedItemsOf(input);
  const parts = placedPartsOf(input, items);
  const texts: JclTexts = new Map();
  const content = { input, items, parts, texts };
  const plan: Plan = {
    release: release.id,
    contents: changes.map(({ id, contentDigest }) => ({ change: id, contentDigest: submitted(id, contentDigest) })),
    install: planned('install', content, release.steps),
    backout: planned('backout', content, release.backoutSteps),
    findings: [],
    decisionTree: release.decisionTree,
  };
  const findings = [...missedUsers(input, items, parts), ...unfenced(plan, input)];
  const numbered = findings.map((finding, at) => ({ id: `F${String(at + 1).padStart(2, '0')}`, ...finding }));
  refuseUnknownSteps(plan);
  return { plan: { ...plan, findings: numbered }, jcl: texts };
}

function planned(which: 'install' | 'backout', content: Content, drafts: readonly StepDraft[]): PlanStep[] {
  const phases = phaseSteps(which, content);
  const bare = [...phases.map(({ step }) => step), ...draftSteps(drafts, content.input, content.texts)];
  const ids = bare.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined)
    throw new LockstepError('release.unknown-reference', `two steps are numbered ${twice}`, { step: twice });
  const stepOf = new Map(phases.map(({ phase, step }) => [phase, step.id]));
  const edges = [
    ...orderEdges(content.input.phases[which], stepOf),
    ...(which === 'install' ? referenceEdges(content.input, content.parts, stepOf) : []),
    ...draftEdges(drafts, phases),
  ];
  const settled = settledEdges(ids, edges, writersOf(bare));
  return bare
    .map((step) => ({
      ...step,
      runsAfter: settled
        .filter(({ to }) => to === step.id)
        .map(({ from, because }) => ({ step: from, because: inShort(because) })),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Reasons of an edge that are told: what a run records of a step must fit one entry of the book. */
const mostReasons = 20;

function inShort(because: string): string {
  const reasons = because.split('; ');
  const rest = reasons.length - mostReasons;
  return rest <= 0 ? because : [...reasons.slice(0, mostReasons), `and ${rest} more`].join('; ');
}

function orderEdges({ order }: PhasePlan, stepOf: ReadonlyMap<string, string>): Edge[] {
  return order.flatMap(({ before, after, because }) => {
    const from = stepOf.get(before);
    const to = stepOf.get(after);
    return from === undefined || to === undefined ? [] : [{ from, to, because, declared: false }];
  });
}

function writersOf(steps: readonly PhaseStep['step'][]) {
  return steps.flatMap(({ id, job }) => (job === undefined ? [] : [{ step: id, writes: job.writes }]));
}

function submitted(change: string, contentDigest: string | undefined): string {
  if (contentDigest !== undefined) return contentDigest;
  throw new LockstepError('release.change-unfit', `${change} was not submitted: its content is not known`, { change });
}

function refuseUnknownSteps({ install, backout, decisionTree }: Plan): void {
  const ids = new Set([...install, ...backout].map(({ id }) => id));
  for (const { step } of decisionTree)
    if (step !== undefined && !ids.has(step))
      throw new LockstepError('release.unknown-reference', `the decision tree names step ${step}, which no plan has`, {
        step,
      });
}
