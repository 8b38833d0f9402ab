/** Records of TOOLIN as ICETOOL operators. */

import { SortError } from './control-error.rules.ts';

export interface ToolStatement {
  operator: string;
  /** Values of `KEY(value)` in their order; a plain keyword has one empty value. */
  keywords: ReadonlyMap<string, readonly string[]>;
  /** All ON operands and headings in the order in which they stand. */
  order: readonly { key: string; value: string }[];
  /** Records as they were read, for the listing. */
  lines: readonly string[];
}

/**
 * Joins records to statements: columns 1 to 72, `*` in column 1 is a comment, a `-` after the last keyword continues.
 *
 * @see z/OS DFSORT Application Programming Guide, ICETOOL statements, General coding rules
 */
export function readTools(lines: readonly string[]): ToolStatement[] {
  const statements: ToolStatement[] = [];
  let taken: string[] = [];
  let text = '';
  for (const line of lines) {
    if (line.startsWith('*') || line.slice(0, 72).trim() === '') continue;
    const body = withoutComment(line.slice(0, 72).trim());
    taken.push(line);
    if (body.endsWith('-')) {
      text += `${body.slice(0, -1).trimEnd()} `;
      continue;
    }
    statements.push(statementOf(`${text}${body}`, taken));
    taken = [];
    text = '';
  }
  if (text !== '') statements.push(statementOf(text.trim(), taken));
  return statements;
}

function withoutComment(text: string): string {
  const mark = /^((?:'(?:[^']|'')*'|[^'])*?)\s-(?:\s.*)?$/.exec(text);
  return mark === null ? text : `${mark[1] ?? ''} -`;
}

function statementOf(text: string, lines: readonly string[]): ToolStatement {
  const operator = /^[A-Z0-9]+/i.exec(text)?.[0].toUpperCase() ?? text;
  const order: { key: string; value: string }[] = [];
  const rest = text.slice(operator.length);
  const pattern = /([A-Z0-9]+)(?:\(((?:'(?:[^']|'')*'|[^()']|\((?:'[^']*'|[^()'])*\))*)\))?\s*,?\s*/gy;
  pattern.lastIndex = /^\s*/.exec(rest)?.[0].length ?? 0;
  for (let parts = pattern.exec(rest); parts !== null; parts = pattern.exec(rest)) {
    order.push({ key: parts[1] ?? '', value: parts[2] ?? '' });
    if (pattern.lastIndex >= rest.length) break;
    const at = pattern.lastIndex;
    if (!/[A-Z0-9]/.test(rest.charAt(at))) {
      order.push({ key: '', value: rest.slice(at) });
      break;
    }
  }
  const keywords = new Map<string, string[]>();
  for (const { key, value } of order) keywords.set(key, [...(keywords.get(key) ?? []), value]);
  return { operator, keywords, order, lines };
}

/** The message of a statement that cannot be read. */
export const toolError = (text: string): SortError => new SortError(text, 12);

/** @throws {SortError} ICE604A for a keyword that the operator does not have, ICE613A for one that is missing */
export function checkKeywords(
  { keywords }: ToolStatement,
  required: readonly string[],
  optional: readonly string[],
): void {
  for (const key of keywords.keys())
    if (!required.includes(key) && !optional.includes(key))
      throw toolError('ICE604A 0 ERROR IN KEYWORD, PARAMETER, OR DELIMITER');
  for (const key of required) if (!keywords.has(key)) throw toolError(`ICE613A 0 REQUIRED KEYWORD MISSING: ${key}`);
}

/** Text of `'…'`, apostrophes undoubled. */
export const quoted = (value: string): string => (/^'(.*)'$/s.exec(value)?.[1] ?? value).replaceAll("''", "'");
