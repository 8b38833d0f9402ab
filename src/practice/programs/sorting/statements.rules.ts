/** Records of SYSIN, DFSPARM or a USING data set as control statements. */

import { syntaxError } from './control-error.rules.ts';

export interface ControlStatement {
  verb: string;
  operands: string;
}

/**
 * Joins records to statements: `*` in column 1 is a comment, a label may stand there; columns 2 to 71 count, a
 * non-blank column 72 or an operand field that ends in a comma, colon or semicolon continues. The operand field ends at
 * the first blank outside apostrophes.
 *
 * @see z/OS DFSORT Application Programming Guide, Control statement format, Continuation lines
 */
export function readStatements(lines: readonly string[]): ControlStatement[] {
  const statements: ControlStatement[] = [];
  let open: { verb: string; operands: string; column72: boolean } | undefined;
  for (const line of lines) {
    if (line.startsWith('*') || line.slice(0, 71).trim() === '') continue;
    const column72 = line.charAt(71).trim() !== '';
    const more = open === undefined ? opened(line) : { ...open, operands: continued(open, line) };
    const field = operandField(more.operands);
    const goesOn = field.inQuotes ? column72 : /[,:;]$/.test(field.text) || (column72 && field.whole);
    if (field.inQuotes && !column72) throw syntaxError(field.text);
    open = goesOn ? { verb: more.verb, operands: field.text, column72: column72 } : undefined;
    if (open === undefined) statements.push({ verb: more.verb, operands: field.text });
  }
  if (open !== undefined) statements.push({ verb: open.verb, operands: open.operands.replace(/[,:;]$/, '') });
  return statements;
}

function opened(line: string): { verb: string; operands: string } {
  const code = line.slice(0, 71);
  const text = code.startsWith(' ') ? code : code.replace(/^\S+/, '');
  const parts = /^\s*(\S+)\s*(.*)$/s.exec(text) ?? [];
  return { verb: parts[1] ?? code.trim(), operands: parts[2] ?? '' };
}

/** A constant broken in column 71 goes on in column 16. */
function continued(open: { operands: string; column72: boolean }, line: string): string {
  const inQuotes = operandField(open.operands).inQuotes;
  const next = inQuotes && line.slice(1, 15).trim() === '' ? line.slice(15, 71) : line.slice(0, 71).trimStart();
  return `${open.operands}${next}`;
}

function operandField(text: string): { text: string; inQuotes: boolean; whole: boolean } {
  let inQuotes = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === "'") inQuotes = !inQuotes;
    else if (text.charAt(at) === ' ' && !inQuotes)
      return { text: text.slice(0, at), inQuotes: false, whole: text.slice(at).trim() === '' };
  }
  return { text, inQuotes, whole: true };
}
