import type { ICommandHandler, IHandlerParameters } from '@zowe/imperative';
import { LockstepApi } from './api/lockstep-api.ts';
import { LockstepFailure } from './api/failure.ts';
import { connectionOf } from './connection/connection.ts';

/** What all commands have in common: a connection before, and a failure told by its exit code after. */
export abstract class LockstepHandler implements ICommandHandler {
  protected abstract run(api: LockstepApi, params: IHandlerParameters): Promise<void>;

  async process(params: IHandlerParameters): Promise<void> {
    try {
      const connection = connectionOf(params.arguments);
      keepOutOfLog(connection.token);
      await this.run(new LockstepApi(connection), params);
    } catch (error) {
      if (!(error instanceof LockstepFailure)) throw error;
      params.response.data.setExitCode(error.exitCode);
      throw error.asZoweError();
    }
  }
}

/** Zowe writes command line and environment of a command that failed into its log file: the token must not be there. */
function keepOutOfLog(token: string): void {
  process.argv = process.argv.map((argument) => argument.replaceAll(token, '****'));
  for (const [name, value] of Object.entries(process.env))
    if (value?.includes(token) === true) process.env[name] = value.replaceAll(token, '****');
}
