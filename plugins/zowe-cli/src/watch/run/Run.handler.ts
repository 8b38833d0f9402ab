import type { IHandlerParameters } from '@zowe/imperative';
import type { LockstepApi } from '../../api/lockstep-api.ts';
import { requiredText } from '../../connection/arguments.ts';
import { LockstepHandler } from '../../lockstep-handler.ts';
import { watchedRun } from '../../night/watched-run.ts';

export default class WatchRunHandler extends LockstepHandler {
  protected run(api: LockstepApi, params: IHandlerParameters): Promise<void> {
    return watchedRun(api, requiredText(params.arguments, 'run'), params);
  }
}
