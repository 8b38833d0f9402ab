import type { Attributes } from '../../../datasets/data-sets.ts';
import { UsageError } from '../command.ts';

const forms: readonly Attributes['recfm'][] = ['F', 'FB', 'FBA', 'FA', 'V', 'VB', 'VBA', 'VA', 'U'];
const whole = /^\d{1,5}$/;
const tracksPerCylinder = 15;

/**
 * `RECFM=FB,LRECL=80,SPACE=(TRK,(5,1))`: what `cp -P` gives the data set that it makes. Other parameters of fopen()
 * are not imitated.
 *
 * @see z/OS UNIX System Services Command Reference, cp
 * @throws {UsageError}
 */
export function attributesOf(parameters: string | undefined): Partial<Omit<Attributes, 'dsorg'>> {
  const found: Partial<Omit<Attributes, 'dsorg'>> = {};
  for (const [, key = '', value = ''] of (parameters ?? '')
    .toUpperCase()
    .matchAll(/([A-Z]*)=?(\((?:[^()]|\([^()]*\))*\)|[^,]*),?/g)) {
    if (key === '' && value === '') continue;
    if (!taken(found, key, value)) throw new UsageError(`Parameter "${key}=${value}" of option "-P" is not available`);
  }
  const { recfm, lrecl } = found;
  if (recfm?.startsWith('FB') === true && lrecl !== undefined && found.blksize === undefined)
    found.blksize = Math.max(1, Math.floor(27_998 / lrecl)) * lrecl;
  return found;
}

function taken(found: Partial<Omit<Attributes, 'dsorg'>>, key: string, value: string): boolean {
  const form = forms.find((one) => one === value);
  const space = /^\((TRK|CYL),\((\d{1,5})(?:,(\d{1,5}))?\)\)$/.exec(value);
  if (key === 'RECFM' && form !== undefined) found.recfm = form;
  else if (key === 'LRECL' && whole.test(value)) found.lrecl = Number(value);
  else if (key === 'BLKSIZE' && whole.test(value)) found.blksize = Number(value);
  else if (key === 'SPACE' && space !== null) {
    const scale = space[1] === 'CYL' ? tracksPerCylinder : 1;
    found.primary = Number(space[2]) * scale;
    found.secondary = Number(space[3] ?? 0) * scale;
    found.spaceUnit = space[1] === 'CYL' ? 'CYLINDERS' : 'TRACKS';
  } else return false;
  return true;
}
