import type { WireParts } from '../parts.ts';
import { dataSetHeld, filesError, memberHeld } from './errors.ts';
import { wordingFaults } from './fault-wording.ts';
import { holdersOf } from './holders.ts';
import { ispfError, memberNotInDirectory, notPartitioned } from './ispf-errors.ts';
import { isDataSetName, isMemberName, located, usable } from './target.ts';
import type { Target } from './target.ts';

const memberFailed = 'Rename member failed';

/** The C library renames data sets; whatever hinders it looks the same. */
const renameFailed = () =>
  filesError({
    ...{ status: 500, category: 1, rc: 8, reason: 6, message: 'data set rename failed' },
    details: ['EDC5051I An error occurred when renaming a file. (errno2=0xC013006A)'],
    frame: 'RenameDataset::execute()',
  });

const badName = (message: string) =>
  filesError({ status: 500, category: 1, rc: 4, reason: 3, message, frame: 'RenameMember::validate()' });

/** Gives a data set a new name; ALTER to both names is needed. @throws {Refusal} */
export function renameDataSet(parts: WireParts, user: string, source: Target, target: Target): void {
  const { dataSets, authority } = parts;
  const found = located(parts, source);
  if (found === undefined || !isDataSetName(target.dsname) || target.member !== undefined) throw renameFailed();
  const { dsname, migrated, attributes } = found.entry;
  const isFree = parts.heldAs(dsname) === undefined && parts.enqueueSessions.inUse(dsname) === undefined;
  const isAllowed = [dsname, target.dsname].every((name) => authority.allows(user, 'DATASET', name, 'ALTER'));
  if (!isFree || !isAllowed || migrated || attributes.dsorg === 'VS' || dataSets.locate(target.dsname) !== undefined)
    throw renameFailed();
  wordingFaults(() => found.sets.rename(dsname, target.dsname));
}

/** Gives a member a new name in its library; UPDATE is needed. @throws {Refusal} */
export function renameMember(parts: WireParts, user: string, source: Target, target: Target): void {
  const from = source.member ?? '';
  const to = target.member ?? '';
  if (source.dsname !== target.dsname)
    throw badName("when renaming member, 'from' dsn if specified much match 'to' dsn");
  if (to.length === 0 || to.length > 8) throw badName(to === '' ? target.dsname : to.slice(0, 13));
  const { sets, entry } = usable(parts, user, source, 'UPDATE');
  const { dsname, attributes } = entry;
  if (attributes.dsorg !== 'PO') throw notPartitioned(dsname);
  if (!isMemberName(to)) throw badName(to);
  for (const member of [from, to])
    if (parts.enqueueSessions.edited(dsname, member) !== undefined) throw memberHeld(dsname, member);
  if (parts.enqueueSessions.reserved(dsname) !== undefined) throw dataSetHeld(dsname, holdersOf(parts, dsname));
  if (sets.member(dsname, from) === undefined) throw memberNotInDirectory(memberFailed, from);
  if (sets.member(dsname, to) !== undefined)
    throw ispfError(500, memberFailed, `Member already exists - The specified member name '${to}' already exists.`);
  wordingFaults(() => sets.renameMember(dsname, from, to));
}
