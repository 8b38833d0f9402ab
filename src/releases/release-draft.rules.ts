import type { Estate } from '../estate/estate.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import type { ReleaseDraft, StepDraft } from './release.schema.ts';

/**
 * Checks what a draft names against the estate, and that its window fits together.
 *
 * @throws {LockstepError} `release.unknown-reference`, `release.window-invalid`; `facts.field` names the place
 */
export function refuseUnfitDraft(draft: ReleaseDraft, estate: Estate): void {
  const people = estate.people.map(({ id }) => id);
  const owners = [...people, ...estate.groups.map(({ id }) => id)];
  known(
    'system',
    draft.system,
    estate.systems.map(({ id }) => id),
  );
  known(
    'application',
    draft.application,
    estate.applications.map(({ id }) => id),
  );
  known('decisionMaker', draft.decisionMaker, people);
  if (draft.implementer !== undefined) known('implementer', draft.implementer, people);
  for (const [at, step] of draft.steps.entries()) refuseUnfitStep(`steps.${at}`, step, people, owners);
  for (const [at, step] of draft.backoutSteps.entries()) refuseUnfitStep(`backoutSteps.${at}`, step, people, owners);
  for (const [at, rule] of draft.decisionTree.entries()) known(`decisionTree.${at}.confirmBy`, rule.confirmBy, people);
  for (const [at, item] of draft.watch.entries()) known(`watch.${at}.owner`, item.owner, owners);
  const twice = draft.changes.findIndex((change, at) => draft.changes.indexOf(change) !== at);
  if (twice >= 0) throw unfit(`changes.${twice}`, `${draft.changes[twice] ?? ''} stands there twice`);
  refuseUnfitWindow(draft);
}

/** What a step of each kind cannot be without. */
const needs = {
  job: 'job',
  observe: 'observe',
  check: 'checks',
  manual: 'confirm',
  bracket: 'bracket',
  notice: 'notice',
} as const;

function refuseUnfitStep(field: string, step: StepDraft, people: readonly string[], owners: readonly string[]): void {
  known(`${field}.owner`, step.owner, owners);
  if (step.confirm !== undefined) known(`${field}.confirm.by`, step.confirm.by, people);
  if (step.kind === 'command')
    throw unfit(`${field}.kind`, 'commands come from item types alone: no free text reaches a console');
  const need = needs[step.kind];
  if (step[need] === undefined) throw unfit(`${field}.${need}`, `a step of kind ${step.kind} needs it`);
  if (step.kind === 'bracket' && step.confirm === undefined)
    throw unfit(`${field}.confirm`, 'somebody confirms that the bracket is open or closed');
}

function refuseUnfitWindow({ window: { opens, closes, cutOff } }: ReleaseDraft): void {
  const invalid = (field: string, why: string) =>
    new LockstepError('release.window-invalid', `${field}: ${why}`, { field });
  if (closes <= opens) throw invalid('window.closes', `${closes} is not after ${opens}`);
  if (cutOff.at <= opens || cutOff.at > closes)
    throw invalid('window.cutOff.at', `${cutOff.at} is not between ${opens} and ${closes}`);
}

function known(field: string, name: string, all: readonly string[]): void {
  if (!all.includes(name)) throw unfit(field, `the estate has no ${name}`);
}

function unfit(field: string, why: string): LockstepError {
  return new LockstepError('release.unknown-reference', `${field}: ${why}`, { field });
}
