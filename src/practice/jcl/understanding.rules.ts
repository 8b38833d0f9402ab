/** Drafts of steps to the model that runs: DDs understood, references resolved, EXEC parameters read. */

import { parseCond } from './conditions.rules.ts';
import { understandDd } from './dd.rules.ts';
import type { DdContext } from './dd.rules.ts';
import type { DdGroup, StepDraft } from './drafts.rules.ts';
import type { DdModel, DdReference, JobCard, JobModel, StepModel } from './job-model.rules.ts';
import { texts } from './messages.rules.ts';
import { plainText, unquote } from './operands.rules.ts';

interface Surroundings {
  readonly card: JobCard;
  readonly fault: (statement: number, text: string) => void;
}

export function buildSteps(drafts: readonly StepDraft[], joblib: DdGroup, around: Surroundings): JobModel {
  const steps = drafts.map((draft, index) => buildStep(drafts, draft, index, around));
  const library = understandDd(joblib.parts, { ...context(drafts, 0, around), refer: () => undefined });
  checkStepNames(drafts, around);
  return { card: around.card, steps, ...(library === undefined ? {} : { joblib: library }) };
}

function checkStepNames(drafts: readonly StepDraft[], { card, fault }: Surroundings): void {
  const missing = (of: { step: string; procStep: string | undefined }) =>
    !drafts.some(({ step, procStep }) => step === of.step && (of.procStep === undefined || of.procStep === procStep));
  if (card.restart !== undefined && missing(card.restart)) fault(1, texts.syntax('RESTART'));
  if (card.jobrc.kind === 'STEP' && missing(card.jobrc.of)) fault(1, texts.syntax('JOBRC'));
}

const context = (drafts: readonly StepDraft[], index: number, { card, fault }: Surroundings): DdContext => ({
  messageClass: card.messageClass,
  refer: (reference) => refer(drafts, index, reference),
  fault,
});

function buildStep(drafts: readonly StepDraft[], draft: StepDraft, index: number, around: Surroundings): StepModel {
  const fault = (text: string) => around.fault(draft.statement, text);
  const cond = draft.exec.get('COND');
  const read = cond === undefined ? undefined : parseCond(cond);
  if (cond !== undefined && read === undefined) fault(texts.subparameters('COND'));
  const parm = plainText(draft.exec.get('PARM') ?? '').replaceAll('&&', '&');
  if (parm.length > 100) fault(texts.length('PARM'));
  const parmDd = draft.exec.get('PARMDD');
  if (parmDd !== undefined && draft.exec.has('PARM')) fault(texts.exclusive('PARM', 'PARMDD', 'EXEC'));
  const surroundings = context(drafts, index, around);
  const dds = draft.groups.flatMap(({ parts }): DdModel[] => {
    const dd = understandDd(parts, surroundings);
    return dd === undefined ? [] : [dd];
  });
  return {
    step: draft.step,
    procStep: draft.procStep,
    statement: draft.statement,
    program: readProgram(draft.exec.get('PGM') ?? '', (text) => refer(drafts, index, text), fault),
    parm,
    ...(parmDd === undefined ? {} : { parmDd }),
    ...(read === undefined ? {} : { cond: read }),
    ifPath: draft.ifPath,
    dds,
  };
}

function readProgram(
  raw: string,
  find: (text: string) => DdReference | undefined,
  fault: (text: string) => void,
): string | DdReference {
  if (raw.startsWith('*.')) {
    const of = find(raw.slice(2));
    if (of === undefined) fault(texts.referBack('PGM'));
    return of ?? '';
  }
  const name = unquote(raw);
  if (name.includes('&')) fault(texts.ampersand('PGM'));
  else if (name.length > 8) fault(texts.length('PGM'));
  else if (!/^[A-Z@#$][A-Z0-9@#$]*$/.test(name)) fault(texts.syntax('PGM'));
  return name;
}

/** Finds the DD of `dd`, `step.dd` or `call.step.dd` among this step and the ones before it. */
function refer(drafts: readonly StepDraft[], index: number, reference: string): DdReference | undefined {
  const parts = reference.replace(/\(.*$/, '').split('.');
  const ddname = parts.at(-1) ?? '';
  const here = drafts[index];
  const has = (draft: StepDraft | undefined) => draft?.groups.some(({ name }) => name === ddname) === true;
  if (parts.length === 1) return has(here) ? { stepIndex: index, ddname } : undefined;
  const [first = '', second = ''] = parts;
  const earlier = drafts.slice(0, index);
  const matches = (draft: StepDraft) =>
    parts.length === 3
      ? draft.step === first && draft.procStep === second
      : (draft.procStep === first && draft.call === here?.call) ||
        (draft.step === first && draft.procStep === undefined);
  const stepIndex = earlier.findLastIndex((draft) => matches(draft) && has(draft));
  return stepIndex < 0 ? undefined : { stepIndex, ddname };
}
