import { complaintsOf, type StepOutput } from '../jcl/messages.rules.ts';
import type { PlannedJobStep } from '../releases/plan.schema.ts';
import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import type { EndClass, JobStepResult } from './run.schema.ts';

/** Output of a job, by the job step that wrote it. */
export interface JobOutput extends StepOutput {
  readonly stepname: string;
  readonly procstep: string;
}

export interface Judgement {
  readonly end: EndClass;
  readonly because: string;
  readonly jobSteps: readonly JobStepResult[];
}

/** What a job step must come to; an observed job states codes only. */
export type Expectation = Pick<PlannedJobStep, 'name' | 'accepts' | 'requires' | 'forbids'>;

/**
 * Judges a job that has ended: its class of end, then each job step's code, then what the output proves. A code that
 * was accepted proves nothing while a required message is missing: such an end is suspicious, not passed.
 *
 * @param expected job steps that must have run; `accepts` of `others` holds for any further job step
 * @see z/OSMF Programming Guide, «Obtain the status of a job» (retcode, step-data)
 */
export function judgeJob(
  job: JobDocument,
  outputs: readonly JobOutput[],
  { expected, others }: { readonly expected: readonly Expectation[]; readonly others: readonly number[] },
): Judgement {
  const labels = expected.map(({ name }) => name);
  const ran = (job['step-data'] ?? []).map((each) => ({ ran: each, label: labelOf(each, outputs, labels) }));
  const results = ran.map(({ ran: each, label }, at) => {
    const wanted = expected.find(({ name }) => name === label);
    const last = ran.findLastIndex((other) => other.label === label) === at;
    return stepResult(each, { label, wanted, accepts: wanted?.accepts ?? others, outputs: last ? outputs : undefined });
  });
  const missing = expected.filter(({ name }) => !results.some((result) => result.name === name));
  const jobSteps = [...results, ...missing.map(neverRan)];
  const wrong = endOf(job.retcode, jobSteps);
  return { ...(wrong ?? proven(job.retcode, jobSteps)), jobSteps };
}

type RanStep = NonNullable<JobDocument['step-data']>[number];

const halves = (ran: RanStep): [string, string] => [ran['step-name'], ran['proc-step-name']?.trim() ?? ''];

/**
 * The EXEC label of the job for a job step that ran. Systems differ in which half of the pair holds it for a step of a
 * procedure; the spool names it first, and where it does not tell, the plan does.
 */
function labelOf(ran: RanStep, outputs: readonly JobOutput[], labels: readonly string[]): string {
  const [name, other] = halves(ran);
  if (other === '') return name;
  const said = outputs.find(
    ({ stepname, procstep }) => (stepname === other && procstep === name) || (stepname === name && procstep === other),
  );
  return said?.stepname ?? [other, name].find((half) => labels.includes(half)) ?? name;
}

/** @param outputs spool of the job; left out where a later step of the same label answers for the messages */
function stepResult(
  ran: RanStep,
  rules: {
    label: string;
    wanted: Expectation | undefined;
    accepts: readonly number[];
    outputs: readonly JobOutput[] | undefined;
  },
): JobStepResult {
  const { label, wanted, accepts, outputs } = rules;
  const completion = ran.completion ?? '';
  const code = codeOf(completion);
  // JESYSMSG is the job's, not the step's: what is forbidden may stand there.
  const own = outputs?.filter(({ ddname, stepname }) => ddname === 'JESYSMSG' || stepname === label);
  const bypassed = wanted === undefined && completion === 'FLUSHED';
  return {
    ...{ name: label, procStep: halves(ran).find((half) => half !== label) ?? '' },
    ...{ program: ran['program-name'] ?? '', completion },
    ...(code === undefined ? {} : { code }),
    accepted: code === undefined ? bypassed : accepts.includes(code),
    complaints: wanted === undefined || code === undefined || own === undefined ? [] : complaintsOf(own, wanted),
    ...instant('started', ran['selected-time']),
    ...instant('ended', ran['end-time']),
  };
}

function neverRan({ name }: Expectation): JobStepResult {
  return {
    name,
    procStep: '',
    program: '',
    completion: 'DID NOT RUN',
    accepted: false,
    complaints: ['there is no proof that it ran'],
  };
}

/** `CC 0004` → 4; undefined for every other end. */
export function codeOf(completion: string): number | undefined {
  const code = /^CC (\d{4})$/.exec(completion)?.[1];
  return code === undefined ? undefined : Number(code);
}

/** The class of an end that is no end with codes; cancelled jobs show as S122, S222 or CANCELED. */
export function classOfEnd(retcode: string | null): EndClass | undefined {
  if (retcode === null) return 'unknown';
  if (codeOf(retcode) !== undefined) return undefined;
  if (retcode === 'CANCELED' || /^ABEND ?S[12]22$/.test(retcode)) return 'cancelled';
  if (/^ABEND ?[SU]/.test(retcode)) return 'abend';
  if (/^(JCL ERROR|CONV ERROR|CONV ABEND)$/.test(retcode)) return 'jcl-error';
  if (retcode === 'SEC ERROR') return 'security-error';
  if (retcode === 'SYS FAIL') return 'system-failure';
  return 'unknown';
}

function endOf(retcode: string | null, jobSteps: readonly JobStepResult[]): Omit<Judgement, 'jobSteps'> | undefined {
  const end = classOfEnd(retcode);
  if (end === undefined) return undefined;
  const at = jobSteps.find(({ completion }) => /^(ABEND|CANCELED)/.test(completion));
  const code = at === undefined || at.completion === retcode ? '' : `: ${at.completion}`;
  const where = at === undefined ? '' : ` in ${at.name}${code}`;
  return { end, because: `ended ${retcode ?? 'without a code'}${where}` };
}

function proven(retcode: string | null, jobSteps: readonly JobStepResult[]): Omit<Judgement, 'jobSteps'> {
  const refused = jobSteps.find(({ accepted, code }) => !accepted && code !== undefined);
  if (refused !== undefined) return { end: 'wrong-code', because: `${refused.name} ended ${refused.completion}` };
  const broken = jobSteps.find(({ completion }) => /^(ABEND|CANCELED)/.test(completion));
  if (broken !== undefined)
    return { end: classOfEnd(broken.completion) ?? 'abend', because: `${broken.name} ended ${broken.completion}` };
  const silent = jobSteps.find(({ accepted, complaints }) => !accepted || complaints.length > 0);
  if (silent !== undefined)
    return {
      end: 'suspicious',
      because: `${silent.name} ended ${silent.completion}, but ${silent.complaints[0] ?? 'did not run'}`,
    };
  if (!jobSteps.some(({ code }) => code !== undefined))
    return { end: 'suspicious', because: 'no job step is known to have run' };
  const code = codeOf(retcode ?? '');
  if (!jobSteps.some((each) => each.code === code))
    return { end: 'suspicious', because: `the job ended ${retcode ?? ''}, and no job step is known that did` };
  return { end: 'passed', because: 'all codes accepted, all required messages there' };
}

/** Times as z/OSMF writes them become instants with milliseconds; what is no time is left out. */
function instant<K extends string>(name: K, text: string | null | undefined): { [key in K]?: string } {
  return text !== undefined && text !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)
    ? ({ [name]: text } as { [key in K]: string })
    : {};
}
