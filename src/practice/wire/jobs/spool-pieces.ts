import type { CodePage } from '../../codepages/code-page.ts';

/** Bytes that are put together before they are sent. */
const pieceBytes = 64 * 1024;

/** The first records of a file. */
export function* taken(records: Iterable<Buffer>, count: number): Iterable<Buffer> {
  let left = count;
  if (left <= 0) return;
  for (const record of records) {
    yield record;
    left -= 1;
    if (left <= 0) return;
  }
}

/** One newline behind each record. */
export function* textPieces(records: Iterable<Buffer>, page: Pick<CodePage, 'decode'>): Iterable<Buffer> {
  let lines: string[] = [];
  let size = 0;
  for (const record of records) {
    lines.push(page.decode(record), '\n');
    size += record.length + 1;
    if (size < pieceBytes) continue;
    yield Buffer.from(lines.join(''), 'utf8');
    [lines, size] = [[], 0];
  }
  if (lines.length > 0) yield Buffer.from(lines.join(''), 'utf8');
}

export const binaryPieces = (records: Iterable<Buffer>): Iterable<Buffer> => joined(records, (record) => [record]);

/** Record mode: each record behind its length, four bytes, big-endian. */
export const framedPieces = (records: Iterable<Buffer>): Iterable<Buffer> =>
  joined(records, (record) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(record.length);
    return [length, record];
  });

function* joined(records: Iterable<Buffer>, parts: (record: Buffer) => readonly Buffer[]): Iterable<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for (const record of records) {
    waiting.push(...parts(record));
    size += record.length + 4;
    if (size < pieceBytes) continue;
    yield Buffer.concat(waiting);
    [waiting, size] = [[], 0];
  }
  if (waiting.length > 0) yield Buffer.concat(waiting);
}
