/** Drafts of steps to the model that runs: DDs understood, references resolved, EXEC parameters read. */

import { parseCond } from './conditions.rules.ts';
import { understandDd } from './dd.rules.ts';
import { readTime } from './job-card.rules.ts';
import type { DdContext } from './dd.rules.ts';
import type { DdGroup, StepDraft } from './drafts.rules.ts';
import type { DdModel, DdReference, JobCard, JobModel, StepModel } from './job-model.rules.ts';
import { texts } from './messages.rules.ts';
import { plainText, subparameters, unquote } from './operands.rules.ts';

interface Surroundings {
  readonly card: JobCard;
  /** Classes of OUTPUT statements by name. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly fault: (statement: number, text: string) => void;
}

export function buildSteps(drafts: readonly StepDraft[], joblib: DdGroup, around: Surroundings): JobModel {
  const references = new References();
  const steps = drafts.map((draft, index) => {
    const step = buildStep(references.of(draft, index), draft, around);
    references.add(draft, index);
    return step;
  });
  const library = understandDd(
    joblib.parts,
    context(() => undefined, around),
  );
  checkStepNames(drafts, around);
  return { card: around.card, steps, ...(library === undefined ? {} : { joblib: library }) };
}

function checkStepNames(drafts: readonly StepDraft[], { card, fault }: Surroundings): void {
  const missing = (of: { step: string; procStep: string | undefined }) =>
    !drafts.some(({ step, procStep }) => step === of.step && (of.procStep === undefined || of.procStep === procStep));
  if (card.restart !== undefined && missing(card.restart)) fault(1, texts.syntax('RESTART'));
  if (card.jobrc.kind === 'STEP' && missing(card.jobrc.of)) fault(1, texts.syntax('JOBRC'));
}

const context = (refer: Refer, { card, fault, outputs }: Surroundings): DdContext => ({
  messageClass: card.messageClass,
  outputs,
  refer,
  fault,
});

function buildStep(refer: Refer, draft: StepDraft, around: Surroundings): StepModel {
  const fault = (text: string) => around.fault(draft.statement, text);
  const cond = draft.exec.get('COND');
  const read = cond === undefined ? undefined : parseCond(cond);
  if (cond !== undefined && read === undefined) fault(texts.subparameters('COND'));
  const parm = plainText(draft.exec.get('PARM') ?? '').replaceAll('&&', '&');
  if (parm.length > 100) fault(texts.length('PARM'));
  const parmDd = draft.exec.get('PARMDD');
  const surroundings = context(refer, around);
  const dds = draft.groups.flatMap(({ name, parts }): DdModel[] => {
    if (name === 'STEPCAT') return [];
    const dd = understandDd(parts, surroundings);
    return dd === undefined ? [] : [dd];
  });
  return {
    step: draft.step,
    procStep: draft.procStep,
    call: draft.call,
    statement: draft.statement,
    program: readProgram(draft.exec.get('PGM') ?? '', refer, fault),
    parm,
    ...(parmDd === undefined ? {} : { parmDd }),
    ...(read === undefined ? {} : { cond: read }),
    ...limits(draft.exec),
    ifPath: draft.ifPath,
    dds,
  };
}

function readProgram(raw: string, find: Refer, fault: (text: string) => void): string | DdReference {
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

/** TIME, ABDISPCC and RD of a step. */
function limits(exec: ReadonlyMap<string, string>): Pick<StepModel, 'cpuSeconds' | 'abnormalOver' | 'restartable'> {
  const cpuSeconds = readTime(exec.get('TIME'));
  const over = subparameters(exec.get('ABDISPCC') ?? '');
  const code = Number(over[0] === '' ? Number.NaN : over[0]);
  const rd = exec.get('RD');
  return {
    ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
    ...(Number.isNaN(code) ? {} : { abnormalOver: over[1] === 'GE' ? code - 1 : code }),
    ...(rd === undefined || rd === '' ? {} : { restartable: rd === 'R' || rd === 'RNC' }),
  };
}

type Refer = (reference: string) => DdReference | undefined;

/** DDs of steps so far by the ways they are referred to: `dd`, `step.dd`, `call.step.dd`. */
class References {
  private readonly byName = new Map<string, number>();

  /** References of a step to its own DDs and to those of earlier steps. */
  of(draft: StepDraft, index: number): Refer {
    const own = new Set(draft.groups.map(({ name }) => name));
    return (reference) => {
      const parts = reference.replace(/\(.*$/, '').split('.');
      const ddname = parts.at(-1) ?? '';
      if (parts.length === 1) return own.has(ddname) ? { stepIndex: index, ddname } : undefined;
      const inCall = parts.length === 2 ? this.byName.get(`${draft.call}:${parts.join('.')}`) : undefined;
      const stepIndex = Math.max(inCall ?? -1, this.byName.get(parts.join('.')) ?? -1);
      return stepIndex < 0 ? undefined : { stepIndex, ddname };
    };
  }

  add({ step, procStep, call, groups }: StepDraft, index: number): void {
    for (const { name } of groups) {
      if (procStep === undefined) this.byName.set(`${step}.${name}`, index);
      else {
        this.byName.set(`${step}.${procStep}.${name}`, index);
        this.byName.set(`${call}:${procStep}.${name}`, index);
      }
    }
  }
}
