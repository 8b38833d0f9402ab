import { ImperativeError, type IHandlerParameters } from '@zowe/imperative';
import type { LockstepApi } from '../api/lockstep-api.ts';
import { isSet, numberOf } from '../connection/arguments.ts';
import { displayFor } from './display.ts';
import { outcomeOf } from './outcome.ts';
import { watchRun } from './watch.ts';

/**
 * Watches a run for a command, and ends the command as the run ended: by exit code, by data, and as a Zowe error
 * unless the run succeeded, so that `success` is never said of a run that did not.
 */
export async function watchedRun(api: LockstepApi, id: string, params: IHandlerParameters): Promise<void> {
  const { response, arguments: args } = params;
  const night = await watchRun(api, id, displayFor(params), {
    throughHolds: isSet(args, 'throughHolds'),
    timeoutMinutes: numberOf(args, 'timeout'),
  });
  const { exitCode, text, next } = outcomeOf(night.run, night.steps);
  response.data.setObj({ run: night.run, steps: night.steps });
  response.data.setExitCode(exitCode);
  if (exitCode !== 0)
    throw new ImperativeError({ msg: text, ...(next === undefined ? {} : { additionalDetails: next }) });
  response.data.setMessage(text);
  response.console.log(text);
}
