import { matchesMask } from '../../catalog/name-mask.rules.ts';

/**
 * The new name of a data set: the first mask that fits says it. Both masks with `**` at the end exchange what stands
 * before; `**` alone takes the place of the first qualifier.
 *
 * @see z/OS DFSMSdss Storage Administration, RENAMEUNCONDITIONAL
 */
export function newName(dsname: string, renames: readonly { from: string; to: string }[]): string {
  for (const { from, to } of renames) {
    if (!matchesMask(from)(dsname)) continue;
    if (!to.includes('*')) return to;
    const before = from.split('.').filter((part) => part !== '**');
    const target = to.split('.').filter((part) => part !== '**');
    const rest = dsname.split('.').slice(from === '**' ? 1 : before.length);
    const filled = target.map((part, at) => (part === '*' ? (dsname.split('.')[at] ?? part) : part));
    return to.endsWith('**') ? [...filled, ...rest].join('.') : filled.join('.');
  }
  return dsname;
}
