import { codePage } from '../../codepages/code-page.ts';
import type { CodePage } from '../../codepages/code-page.ts';
import { header } from '../answer.ts';
import type { WireRequest } from '../answer.ts';
import { badHeader, jobsError } from './errors.ts';

type Mode = '' | 'TEXT' | 'RECORD' | 'BINARY';

/** How the internal reader takes the records (z/OSMF Programming Guide, Submit a job, Custom headers). */
export interface InternalReader {
  readonly mode: Mode;
  readonly recfm: 'F' | 'V';
  readonly lrecl: number;
  readonly page: CodePage;
}

const greatestLrecl = 32_760;

/** Reads the X-IBM-Intrdr headers. @throws {Refusal} by the reasons of category 6 */
export function internalReader(request: WireRequest): InternalReader {
  const mode = (header(request, 'X-IBM-Intrdr-Mode') ?? '').toUpperCase();
  if (mode !== '' && mode !== 'TEXT' && mode !== 'RECORD' && mode !== 'BINARY')
    throw jobsError(400, 1, 'Internal reader mode is not valid: must be TEXT, RECORD, or BINARY');
  const recfm = (header(request, 'X-IBM-Intrdr-Recfm') ?? 'F').toUpperCase();
  if (recfm !== 'F' && recfm !== 'V') throw badHeader('X-IBM-Intrdr-Recfm');
  if (mode === 'BINARY' && recfm === 'V')
    throw jobsError(400, 2, 'Internal reader must have fixed length records for binary mode');
  const page = codePage(header(request, 'X-IBM-Intrdr-File-Encoding') ?? 'IBM-1047');
  if (page === undefined) throw jobsError(400, 14, 'Unsupported encoding');
  const lrecl = Number(header(request, 'X-IBM-Intrdr-Lrecl') ?? 80);
  if (!Number.isInteger(lrecl) || lrecl < 1 || lrecl > greatestLrecl) throw badHeader('X-IBM-Intrdr-Lrecl');
  return { mode, recfm, lrecl, page };
}
