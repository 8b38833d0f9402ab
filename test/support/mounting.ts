import { execFileSync } from 'node:child_process';
import { temporaryFolder } from './book.ts';

/** Only root may mount, and not in every container. */
export function canMount(): boolean {
  using folder = temporaryFolder();
  const quietly = { stdio: 'ignore' } as const;
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder.path], quietly);
    execFileSync('/bin/umount', [folder.path], quietly);
    return true;
  } catch {
    return false;
  }
}
