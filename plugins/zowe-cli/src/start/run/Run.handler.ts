import { TaskStage, type IHandlerParameters } from '@zowe/imperative';
import type { Run } from '../../../../../src/runs/run.schema.ts';
import type { LockstepApi } from '../../api/lockstep-api.ts';
import { isSet, requiredText } from '../../connection/arguments.ts';
import { LockstepHandler } from '../../lockstep-handler.ts';
import { watchedRun } from '../../night/watched-run.ts';

export default class StartRunHandler extends LockstepHandler {
  protected async run(api: LockstepApi, params: IHandlerParameters): Promise<void> {
    const { response, arguments: args } = params;
    const run = await started(api, requiredText(args, 'release'), response);
    response.data.setObj(run);
    response.console.log(`${run.id} of ${run.release} has started.`);
    if (isSet(args, 'wait')) {
      await watchedRun(api, run.id, params);
      return;
    }
    response.data.setMessage(`${run.id} has started`);
    response.console.log(`Watch it: zowe lockstep watch run ${run.id}`);
  }
}

/** Readiness is asked again at the start: that takes its time, and a person wants to see that something goes on. */
async function started(api: LockstepApi, release: string, { progress }: IHandlerParameters['response']): Promise<Run> {
  const statusMessage = `Asking readiness of ${release} and starting it`;
  progress.startBar({ task: { percentComplete: 0, statusMessage, stageName: TaskStage.IN_PROGRESS } });
  try {
    return await api.startRun(release);
  } finally {
    progress.endBar();
  }
}
