import type { Stage } from '../../src/lab/stage.ts';
import { sha256Hex } from '../../src/shared/digest.ts';

/** Every member of every library under KSBP.SAV, by a digest of its bytes. */
export async function production({ practice }: Stage): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  for (const dsname of await practice.dataSets('KSBP.SAV.**')) {
    if (!/\.(COBOL|COPYLIB|LOADLIB|DBRMLIB|BINDLIB|PROCLIB|JCLLIB|CNTLLIB|OPCLIB)$/.test(dsname)) continue;
    for (const member of await practice.members(dsname))
      digests[`${dsname}(${member})`] = sha256Hex(await practice.bytes(dsname, member));
  }
  return digests;
}
