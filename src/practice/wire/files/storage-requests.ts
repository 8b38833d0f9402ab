import type { AccessLevel } from '../../site/site.schema.ts';
import type { WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { filesError } from './errors.ts';
import { wordingFaults } from './fault-wording.ts';
import { inUse, notAuthorised } from './ispf-errors.ts';
import { within } from './recalls.ts';
import { located } from './target.ts';
import type { Located, Target } from './target.ts';
import type { Utility } from './utility-request.ts';

const levels: Readonly<Record<string, AccessLevel>> = { hmigrate: 'UPDATE', hrecall: 'READ', hdelete: 'ALTER' };

/**
 * Migrates, recalls or deletes a data set by the storage manager. Without `wait` the answer says that the request is
 * queued. The numbers of failures are unverified.
 *
 * @see z/OS DFSMShsm Managing Your Own Data, HMIGRATE, HRECALL and HDELETE commands
 */
export async function manageStorage(
  parts: WireParts,
  request: WireRequest,
  target: Target,
  { request: verb, wait }: Utility,
): Promise<void> {
  const command = verb.toLowerCase();
  const found = located(parts, target);
  if (found === undefined) throw failed(target.dsname, command, ['ARC1102I DATA SET IS NOT MIGRATED/BACKED UP']);
  const { dsname } = found.entry;
  if (!parts.authority.allows(request.user, 'DATASET', dsname, levels[command] ?? 'ALTER'))
    throw notAuthorised(command.toUpperCase());
  if (command === 'hmigrate') {
    migrate(parts, found);
    return;
  }
  if (!found.entry.migrated) throw failed(dsname, command, ['ARC1102I DATA SET IS NOT MIGRATED/BACKED UP']);
  if (command === 'hdelete') {
    wordingFaults(() => parts.dataSets.remove(dsname));
    return;
  }
  const recall = parts.dataSets.recall(dsname);
  if (wait === true) return within(parts, request, recall);
  recall.catch(() => undefined);
}

function migrate(parts: WireParts, { entry }: Located): void {
  const { dsname } = entry;
  if (parts.heldAs(dsname) !== undefined || parts.enqueueSessions.inUse(dsname) !== undefined)
    throw inUse('HMIGRATE', dsname);
  wordingFaults(() => parts.dataSets.migrate(dsname));
}

const failed = (dsname: string, command: string, details: readonly string[]) =>
  filesError({
    ...{ status: 500, category: 1, rc: 8, reason: 0, message: `${command} failed` },
    details: [`ARC1001I ${dsname} ${command.toUpperCase()} FAILED, RC=0002, REAS=0000`, ...details],
    frame: 'HsmServlet::execute()',
  });
