/** Record ranges, searches and record-mode framing, as the jobs and the files service share them. */

export interface RecordRange {
  start: number;
  /** Records wanted; Infinity = to the end. */
  count: number;
}

/** `X-IBM-Record-Range`: `SSS-EEE` (first and last, counted from 0; a last of 0 means the end) or `SSS,NNN` (first, how many). */
export function recordRange(text: string): RecordRange | undefined {
  const match = /^\s*(\d+)\s*([-,])\s*(\d+)\s*$/.exec(text);
  if (match === null) return undefined;
  const [start, last] = [Number(match[1]), Number(match[3])];
  if (match[2] === ',') return { start, count: last };
  if (last === 0 && start > 0) return { start, count: Infinity };
  return last < start ? undefined : { start, count: last - start + 1 };
}

export interface Search {
  matches(line: string): boolean;
  /** Lines to answer from the first hit on. */
  most: number;
}

/** `search` and `research` of a query; undefined when neither is there. @throws {SyntaxError} for a wrong expression */
export function searchOf(query: URLSearchParams): Search | undefined {
  const insensitive = query.get('insensitive')?.toLowerCase() !== 'false';
  const most = Number(query.get('maxreturnsize') ?? 100);
  const pattern = query.get('research');
  if (pattern !== null) {
    const expression = new RegExp(pattern, insensitive ? 'i' : '');
    return { matches: (line) => expression.test(line), most };
  }
  const literal = query.get('search');
  if (literal === null) return undefined;
  const folded = (text: string) => (insensitive ? text.toLowerCase() : text);
  return { matches: (line) => folded(line).includes(folded(literal)), most };
}

/** The part of `lines` that range and search leave, and where it starts; nothing when a search has no hit. */
export function selected(lines: readonly string[], range: RecordRange | undefined, search: Search | undefined) {
  const from = range?.start ?? 0;
  const until = Math.min(lines.length, from + (range?.count ?? Infinity));
  if (search === undefined) return { start: from, count: Math.max(0, until - from) };
  const hit = lines.findIndex((line, at) => at >= from && at < until && search.matches(line));
  return hit < 0 ? { start: from, count: 0 } : { start: hit, count: Math.min(search.most, until - hit) };
}

/** Record mode: each record behind its length, four bytes, big-endian. */
export function framed(records: readonly Buffer[]): Buffer {
  const bytes = Buffer.allocUnsafe(records.reduce((sum, record) => sum + 4 + record.length, 0));
  let at = 0;
  for (const record of records) {
    at = bytes.writeUInt32BE(record.length, at);
    bytes.set(record, at);
    at += record.length;
  }
  return bytes;
}

/** The opposite of `framed`; undefined when the lengths do not fit the bytes. */
export function unframed(bytes: Buffer): Buffer[] | undefined {
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) return undefined;
    const length = bytes.readUInt32BE(at);
    if (at + 4 + length > bytes.length) return undefined;
    records.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return records;
}
