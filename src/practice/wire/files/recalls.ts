import { DataSetError } from '../../datasets/data-sets.ts';
import type { DataSetEntry } from '../../datasets/data-sets.ts';
import { header } from '../answer.ts';
import type { WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { badRequest, noAnswerInTime } from './errors.ts';
import { worded } from './fault-wording.ts';
import { ispfError } from './ispf-errors.ts';

const defaultTimeoutSeconds = 30;

/** X-IBM-Response-Timeout, seconds. @throws {Refusal} 400 for anything but 5 to 600 */
export function responseTimeout(request: WireRequest): number {
  const text = header(request, 'X-IBM-Response-Timeout');
  if (text === undefined) return defaultTimeoutSeconds;
  const seconds = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  if (seconds < 5 || seconds > 600) throw badRequest(7, 'Value of X-IBM-Response-Timeout header is not valid');
  return seconds;
}

/**
 * What X-IBM-Migrated-Recall asks for, before the content of a migrated data set is needed: `wait` recalls it first,
 * `nowait` starts a recall and fails, `error` fails. The details of these failures are unverified.
 *
 * @throws {Refusal} also when the recall takes longer than the response timeout; it goes on then
 */
export async function recalled(parts: WireParts, request: WireRequest, entry: DataSetEntry): Promise<void> {
  const wish = header(request, 'X-IBM-Migrated-Recall')?.trim().toLowerCase() ?? 'wait';
  if (!['wait', 'nowait', 'error'].includes(wish))
    throw badRequest(7, 'Value of X-IBM-Migrated-Recall header is not valid');
  if (!entry.migrated) return;
  if (wish === 'error') throw ispfError(500, 'LMINIT error', `Data set migrated - '${entry.dsname}' is migrated.`);
  const recall = parts.dataSets.recall(entry.dsname);
  if (wish === 'wait') return within(parts, request, recall);
  recall.catch(() => undefined);
  throw ispfError(500, 'LMINIT error', `Recall in progress - '${entry.dsname}' is being recalled.`);
}

/** Waits for work of the address space as long as the client does. @throws {Refusal} */
export async function within(parts: WireParts, request: WireRequest, work: Promise<void>): Promise<void> {
  const seconds = responseTimeout(request);
  const deadline = parts.clock.now() + seconds * 1000;
  const over = new AbortController();
  const late = parts.clock.sleep(seconds * 1000, AbortSignal.any([over.signal, parts.stopped])).then(
    () => parts.clock.now() >= deadline,
    () => false,
  );
  try {
    const isLate = await Promise.race([work.then(() => false), late]);
    if (isLate) throw noAnswerInTime(request.user, seconds);
    await work;
  } catch (error) {
    if (error instanceof DataSetError) throw worded(error.fault);
    throw error;
  } finally {
    over.abort();
    work.catch(() => undefined);
  }
}
