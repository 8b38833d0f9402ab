import { readFile } from 'node:fs/promises';
import { publicKeyOf } from '../shared/ed25519.ts';
import type { EvidenceViews } from './records.rules.ts';
import { verificationText } from './verification-text.ts';
import { verifyBundle } from './verify.ts';

export interface VerifyOptions {
  /** Path of the bundle. */
  readonly bundle: string;
  /** Path of the public key, PEM. */
  readonly key: string;
  readonly views: EvidenceViews;
  readonly print: (text: string) => void;
}

/**
 * `lockstep verify <bundle> --key <public.pem>`: needs no service and no network.
 *
 * @returns exit code: 0 when everything holds, else 1
 */
export async function verifyCommand({ bundle, key, views, print }: VerifyOptions): Promise<0 | 1> {
  try {
    const [bytes, pem] = await Promise.all([readFile(bundle), readFile(key, 'utf8')]);
    const verification = verifyBundle(bytes, publicKeyOf(pem), views);
    print(verificationText(verification));
    return verification.failure === undefined ? 0 : 1;
  } catch (error) {
    print(`lockstep verify: ${(error as Error).message}\n`);
    return 1;
  }
}
