import { codePage } from '../../codepages/code-page.ts';
import type { CodePage } from '../../codepages/code-page.ts';
import type { Attributes } from '../../datasets/data-sets.ts';
import { framed, unframed } from '../records.rules.ts';

/** `X-IBM-Data-Type`: how content travels. */
export interface DataType {
  kind: 'text' | 'binary' | 'record';
  page: CodePage;
  /** Lines end in CRLF rather than LF. */
  crlf: boolean;
}

/**
 * Reads the header: `text;fileEncoding=IBM-037;crlf=true`, `binary`, `record`.
 *
 * @returns what is wrong with it: the kind of data, or a code page that nobody knows
 */
export function dataTypeOf(text: string | undefined): DataType | 'kind' | 'page' {
  const [kind = 'text', ...options] = (text ?? 'text').split(';').map((part) => part.trim());
  const option = (name: string) =>
    options
      .find((part) => part.toLowerCase().startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .replaceAll('"', '');
  const lower = kind === '' ? 'text' : kind.toLowerCase();
  if (lower !== 'text' && lower !== 'binary' && lower !== 'record') return 'kind';
  const page = codePage(option('fileencoding') ?? 'IBM-1047');
  if (page === undefined) return 'page';
  return { kind: lower, page, crlf: option('crlf')?.toLowerCase() === 'true' };
}

/** One record as a line: trailing blanks of fixed records are padding; a V record of one blank stands for an empty line. */
export function lineOf(record: Buffer, { recfm }: Pick<Attributes, 'recfm'>, page: CodePage): string {
  const text = page.decode(record);
  if (recfm.startsWith('F')) return text.replace(/ +$/, '');
  return recfm.startsWith('V') && text === ' ' ? '' : text;
}

export function contentOut(
  records: readonly Buffer[],
  attributes: Attributes,
  type: DataType,
  charset?: CodePage,
): Buffer {
  if (type.kind === 'binary') return Buffer.concat(records);
  if (type.kind === 'record') return framed(records);
  const end = type.crlf ? '\r\n' : '\n';
  const text = records.map((record) => lineOf(record, attributes, type.page) + end).join('');
  return charset === undefined ? Buffer.from(text, 'utf8') : charset.encode(text);
}

export interface ContentIn {
  records: readonly Buffer[];
  /** A record was longer than the data set takes and was cut. */
  truncated: boolean;
}

/**
 * Records from a request's body. Lengths count host bytes after conversion.
 *
 * @returns undefined for text whose bytes are none of its character set
 */
export function contentIn(
  body: Buffer,
  charset: CodePage | undefined,
  attributes: Attributes,
  type: DataType,
): ContentIn | undefined {
  const longest = longestRecord(attributes);
  const whole =
    type.kind === 'text' ? textRecords(body, charset, attributes, type) : bytesRecords(body, attributes, type, longest);
  if (whole === undefined) return undefined;
  const truncated = whole.some((record) => record.length > longest);
  return { truncated, records: truncated ? whole.map((record) => record.subarray(0, longest)) : whole };
}

/** What a record may hold besides its descriptor word. */
export function longestRecord({ recfm, lrecl, blksize }: Attributes): number {
  if (recfm.startsWith('U')) return blksize > 0 ? blksize : 32_760;
  return Math.max(1, recfm.startsWith('F') ? lrecl : lrecl - 4);
}

const strictly = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(body: Buffer, charset: CodePage | undefined): string | undefined {
  if (charset !== undefined && charset.name !== 'UTF-8') return charset.decode(body);
  try {
    return strictly.decode(body);
  } catch {
    return undefined;
  }
}

function textRecords(
  body: Buffer,
  charset: CodePage | undefined,
  { recfm }: Attributes,
  type: DataType,
): Buffer[] | undefined {
  if (body.length === 0) return [];
  const text = textOf(body, charset);
  if (text === undefined) return undefined;
  const lines = text.replace(/\r?\n$/, '').split(type.crlf ? /\r?\n/ : '\n');
  const emptyLine = recfm.startsWith('F') ? '' : ' ';
  return lines.map((line) => type.page.encode(line === '' ? emptyLine : line));
}

function bytesRecords(body: Buffer, { recfm }: Attributes, type: DataType, longest: number): Buffer[] {
  const records = (type.kind === 'record' ? unframed(body) : undefined) ?? cut(body, longest);
  if (!recfm.startsWith('F')) return records;
  return records.map((record) =>
    record.length < longest ? Buffer.concat([record, Buffer.alloc(longest - record.length)]) : record,
  );
}

function cut(body: Buffer, length: number): Buffer[] {
  return Array.from({ length: Math.ceil(body.length / length) }, (_, at) =>
    body.subarray(at * length, (at + 1) * length),
  );
}
