import type { SystemCheck } from '../releases/plan.schema.ts';
import type { DataSetDocument } from '../zosmf/zosmf.schema.ts';
import { failed, passed } from './system-answers.rules.ts';
import type { Finding } from './system-answers.rules.ts';

type LibraryCheck = Extract<SystemCheck, { kind: 'library' }>;

/** Compares a library with what the estate says of it; `there` is what z/OSMF shows, undefined when it shows nothing. */
export function libraryFindings(check: LibraryCheck, there: DataSetDocument | undefined): Finding[] {
  const { dsname } = check;
  const say = (found: string, what: string) => failed(`${dsname} ${found}`, what, 'storage administration');
  if (there === undefined) return [say('is not in the catalog', `Allocate ${dsname}`)];
  if (there.migr === 'YES') return [say('is migrated', `Recall ${dsname}`)];
  const wanted: readonly (readonly [string, string, string | undefined])[] = [
    ['organisation', check.organisation, organisationOf(there)],
    ['RECFM', check.recfm, there.recfm],
    ['LRECL', String(check.lrecl), there.lrecl],
    ...(check.blksize === undefined ? [] : [blksizeOf(check.blksize, there)]),
  ];
  return wanted.map(([what, wants, has]) =>
    wants === has
      ? passed
      : say(`has ${what} ${has ?? '(not shown)'}, not ${wants}`, `Reallocate ${dsname} with ${what} ${wants}`),
  );
}

function blksizeOf(wants: number, { blksz }: DataSetDocument): readonly [string, string, string | undefined] {
  return ['BLKSIZE', String(wants), blksz];
}

/** PDSE or PDS, from the type where it is shown, else from the organisation (`PO-E`). */
function organisationOf({ dsorg = '', dsntp = '' }: DataSetDocument): string | undefined {
  if (!dsorg.startsWith('PO')) return dsorg === '' ? undefined : dsorg;
  return dsntp === 'LIBRARY' || dsorg === 'PO-E' ? 'PDSE' : 'PDS';
}
