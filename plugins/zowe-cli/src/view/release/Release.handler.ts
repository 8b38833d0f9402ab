import type { IHandlerParameters } from '@zowe/imperative';
import type { LockstepApi } from '../../api/lockstep-api.ts';
import { requiredText } from '../../connection/arguments.ts';
import { LockstepHandler } from '../../lockstep-handler.ts';
import { releaseText } from './release-text.ts';

export default class ReleaseHandler extends LockstepHandler {
  protected async run(api: LockstepApi, { response, arguments: args }: IHandlerParameters): Promise<void> {
    const release = await api.release(requiredText(args, 'release'));
    response.data.setObj(release);
    response.data.setMessage(`${release.id} is ${release.state}`);
    response.console.log(releaseText(release).join('\n'));
  }
}
