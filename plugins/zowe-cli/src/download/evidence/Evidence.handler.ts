import { createHash } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { IHandlerParameters } from '@zowe/imperative';
import { LockstepFailure } from '../../api/failure.ts';
import type { LockstepApi } from '../../api/lockstep-api.ts';
import { requiredText, textOf } from '../../connection/arguments.ts';
import { LockstepHandler } from '../../lockstep-handler.ts';

export default class EvidenceHandler extends LockstepHandler {
  protected async run(api: LockstepApi, { response, arguments: args }: IHandlerParameters): Promise<void> {
    const release = requiredText(args, 'release');
    const file = resolve(textOf(args, 'file') ?? `${release}.evidence.json`);
    const bundle = await api.evidence(release);
    await writeWhole(file, bundle);
    const sha256 = createHash('sha256').update(bundle).digest('hex');
    response.data.setObj({ release, file, bytes: bundle.length, sha256 });
    response.data.setMessage(`Evidence of ${release} is in ${file}`);
    response.console.log(`Evidence of ${release}: ${bundle.length} bytes in ${file}\nSHA-256 ${sha256}`);
    response.console.log(`Check it: lockstep verify ${file} --key <public key>`);
  }
}

/** Writes beside the file and renames: a file of this name is whole, or not there. */
async function writeWhole(file: string, content: Buffer): Promise<void> {
  const beside = `${file}.${process.pid}.part`;
  try {
    await writeFile(beside, content);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new LockstepFailure(
      'unforeseen',
      `${file} cannot be written: ${error instanceof Error ? error.message : ''}`,
      {
        cause: error,
      },
    );
  }
}
