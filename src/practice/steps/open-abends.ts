/** Abends of OPEN and of writing, with their messages (z/OS MVS System Messages, IEC; System Codes 013, 213, 913, B14, x37). */

import type { Attributes, DataSetError } from '../datasets/data-sets.ts';
import { Abend } from '../programs/program.ts';

/** `job,step,dd,device,volume,dsname`, as IEC messages say where. */
export type Where = string;

const openAbend = (code: string, reason: string, message: string, where: Where, before: readonly string[] = []) =>
  new Abend({ kind: 'system-abend', code, reason: reason.padStart(8, '0') }, [
    ...before,
    `${message} ${code}-${reason},${where}`,
  ]);

export const notOnVolume = (where: Where) => openAbend('213', '04', 'IEC143I', `IGG0191B,${where}`);

/** Two jobs write to one PDS with DISP=SHR. */
export const alreadyOpen = (where: Where) => openAbend('213', '30', 'IEC143I', `IFG0194D,${where}`);

export const notPartitioned = (where: Where, member: string) =>
  openAbend('013', '14', 'IEC141I', `IGG0191B,${where}(${member})`);

export const memberMissing = (where: Where, member: string) =>
  openAbend('013', '18', 'IEC141I', `IGG0191B,${where}(${member})`);

/** Data sets of a concatenation that are not alike; code and reason unverified. */
export const unlike = (where: Where) => openAbend('013', '60', 'IEC141I', `IGG0191B,${where}`);

export const notAuthorised = (where: Where, ich: readonly string[]) =>
  openAbend('913', '38', 'IEC150I', `IFG0194E,${where}`, ich);

/** The reason code of S013 for a record form that cannot be; undefined for a proper one. */
export function formConflict({ recfm, lrecl, blksize }: Pick<Attributes, 'recfm' | 'lrecl' | 'blksize'>) {
  if (recfm.startsWith('U') || recfm === '?') return undefined;
  if (lrecl === 0) return '34';
  if (blksize === 0) return undefined;
  if (recfm.startsWith('V')) return blksize < lrecl + 4 && lrecl !== 32_760 && !recfm.includes('S') ? '20' : undefined;
  return blksize % lrecl === 0 ? undefined : '20';
}

export const badForm = (where: Where, reason: string) => openAbend('013', reason, 'IEC141I', `IGG0191A,${where}`);

/** What a write that was refused comes to; S002-18 with IEC036I is unverified. */
export function writeAbend({ fault }: DataSetError, where: Where, label: Attributes | undefined): Abend {
  switch (fault.kind) {
    case 'directory-full':
      return openAbend('B14', '0C', 'IEC217I', `IFG0554T,${where}`);
    case 'no-space': {
      const [code, message] =
        label?.secondary === 0 ? ['D37', 'IEC031I'] : label?.dsorg === 'PO' ? ['E37', 'IEC032I'] : ['B37', 'IEC030I'];
      return openAbend(code, '04', message, `IFG0554A,${where}`);
    }
    case 'record-length':
      return openAbend('002', '18', 'IEC036I', `IGG0199G,${where}`);
    case 'not-catalogued':
      return notOnVolume(where);
    default:
      return openAbend('013', '14', 'IEC141I', `IGG0191B,${where}`);
  }
}
