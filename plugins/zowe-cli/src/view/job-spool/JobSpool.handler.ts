import type { IHandlerParameters } from '@zowe/imperative';
import type { Attempt, RunStep, SpoolRef } from '../../../../../src/runs/run.schema.ts';
import { LockstepFailure } from '../../api/failure.ts';
import type { LockstepApi } from '../../api/lockstep-api.ts';
import { numberOf, requiredText, textOf } from '../../connection/arguments.ts';
import { LockstepHandler } from '../../lockstep-handler.ts';

export default class JobSpoolHandler extends LockstepHandler {
  protected async run(api: LockstepApi, { response, arguments: args }: IHandlerParameters): Promise<void> {
    const run = requiredText(args, 'run');
    const step = stepNamed(await api.steps(run), requiredText(args, 'step'));
    const attempt = attemptOf(step, numberOf(args, 'attempt'));
    const files = chosen(attempt, numberOf(args, 'file'), textOf(args, 'ddName'));
    const kept: (SpoolRef & { readonly content: string })[] = [];
    for (const file of files) {
      const content = (await api.spool(run, step.id, attempt.number, file.id)).toString('utf8');
      kept.push({ ...file, content });
      response.console.log(files.length === 1 ? content : `${headingOf(file)}\n${content}`);
    }
    const { jobname, jobid, number, retcode } = attempt;
    response.data.setObj({ run, step: step.id, attempt: number, jobname, jobid, retcode, files: kept });
    response.data.setMessage(`${kept.length} spool files of ${jobname}`);
  }
}

const headingOf = ({ ddname, id, stepname, procstep }: SpoolRef): string =>
  `=== ${ddname} (id ${id}, step ${[stepname, procstep].filter((name) => name !== '').join('.')}) ===`;

function stepNamed(steps: readonly RunStep[], name: string): RunStep {
  const wanted = name.toUpperCase();
  const isIt = ({ id, attempts, step }: RunStep): boolean =>
    id === wanted || attempts.some(({ jobname }) => jobname === wanted) || step.job?.jobname === wanted;
  const found = steps.find(isIt);
  if (found === undefined) throw new LockstepFailure('refused', `The run has no step or job ${name}.`);
  return found;
}

function attemptOf({ id, attempts }: RunStep, number: number | undefined): Attempt {
  const found = number === undefined ? attempts.at(-1) : attempts.find((each) => each.number === number);
  if (found !== undefined) return found;
  const has =
    attempts.length === 0 ? 'has no job yet' : `has ${attempts.length} attempts, and none is number ${number ?? 0}`;
  throw new LockstepFailure('refused', `Step ${id} ${has}.`);
}

function chosen({ spool, jobname, state }: Attempt, id: number | undefined, ddname: string | undefined): SpoolRef[] {
  const files = spool.filter(
    (file) => (id === undefined || file.id === id) && (ddname === undefined || file.ddname === ddname.toUpperCase()),
  );
  if (files.length > 0) return files;
  if (spool.length === 0)
    throw new LockstepFailure('refused', `No spool of ${jobname} is kept: its attempt is ${state}.`);
  throw new LockstepFailure('refused', `${jobname} has no such spool file.`, {
    details: `It has ${spool.map((file) => `${file.id} ${file.ddname}`).join(', ')}.`,
  });
}
