import type { IHandlerParameters } from '@zowe/imperative';
import type { LockstepApi } from '../../api/lockstep-api.ts';
import { textOf } from '../../connection/arguments.ts';
import { LockstepHandler } from '../../lockstep-handler.ts';

export default class ReleasesHandler extends LockstepHandler {
  protected async run(api: LockstepApi, { response, arguments: args }: IHandlerParameters): Promise<void> {
    const state = textOf(args, 'state');
    const releases = await api.listReleases(state);
    response.data.setObj(releases);
    response.data.setMessage(`${releases.length} releases`);
    if (releases.length === 0) {
      response.console.log(state === undefined ? 'There is no release.' : `No release is ${state}.`);
      return;
    }
    response.format.output({
      output: releases.map((release) => ({
        release: release.id,
        state: release.outcome === undefined ? release.state : `${release.state} (${release.outcome})`,
        opens: release.window.opens,
        cutOff: release.window.cutOff.at,
        system: release.system,
        run: release.run ?? '-',
        title: release.title,
      })),
      fields: ['release', 'state', 'opens', 'cutOff', 'system', 'run', 'title'],
      format: 'table',
      header: true,
    });
  }
}
