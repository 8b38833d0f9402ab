/** What the text of a member is, as far as the names in it go. */
export type TextKind = 'cobol' | 'jcl' | 'bind-card' | 'other';

export interface Reference {
  /** How the text names it; the thing that must be there is a copybook, a program, a PROC … of this name. */
  readonly by: 'copy' | 'include' | 'call' | 'program' | 'procedure' | 'jcl-include' | 'library' | 'dbrm' | 'member';
  /** Member name; for `library` a data set name; for `member` both, as `DSN(MEMBER)`. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
}

/**
 * The names that a text refers to, in order, each once per way of naming. Names that a program makes up at run time,
 * and symbols that JCL fills in later, cannot be seen.
 *
 * - `cobol`: COPY, EXEC SQL INCLUDE, CALL 'literal' (Enterprise COBOL for z/OS Language Reference)
 * - `jcl`: EXEC PGM= and procedures, INCLUDE MEMBER=, JCLLIB ORDER=, members on DD statements (z/OS MVS JCL Reference);
 *   procedures are jcl too
 * - `bind-card`: MEMBER() and the PKLIST of a bind (Db2 for z/OS Command Reference)
 */
export function referencesIn(kind: TextKind, text: string): Reference[] {
  const lines = text.split(/\r?\n/);
  return distinct(readers[kind](lines));
}

/** The kind of text that an item part of this type holds, by what its content looks like. */
export function textKindOf(text: string): TextKind {
  if (/^\/\/\S* +(?:JOB|EXEC|PROC|DD|SET|INCLUDE|JCLLIB)\b/m.test(text)) return 'jcl';
  if (/^.{6} .*\b(?:IDENTIFICATION|ID|PROCEDURE|DATA) +DIVISION\b/im.test(text)) return 'cobol';
  if (/\bBIND +(?:PACKAGE|PLAN)\s*\(/i.test(text)) return 'bind-card';
  return /^.{7}\s*\d\d\s+[A-Z0-9-]+.*\.\s*$/im.test(text) ? 'cobol' : 'other';
}

const readers: Readonly<Record<TextKind, (lines: readonly string[]) => Reference[]>> = {
  cobol: cobolReferences,
  jcl: jclReferences,
  'bind-card': bindReferences,
  other: () => [],
};

const word = String.raw`[A-Z#@$][A-Z0-9#@$]{0,7}`;

/** Columns 8 to 72 of lines that are no comments; a statement may run over lines, so names are looked for in the whole. */
function cobolReferences(lines: readonly string[]): Reference[] {
  const code = lines.map((line) => (/^.{6}[*/D]/.test(line) ? '' : line.slice(7, 72)));
  return inText(code, [
    ['copy', new RegExp(String.raw`(?<![A-Z0-9-])COPY\s+['"]?(${word})['"]?(?![A-Z0-9-])`, 'gi')],
    ['include', new RegExp(String.raw`EXEC\s+SQL\s+INCLUDE\s+(${word})\s+END-EXEC`, 'gi')],
    ['call', new RegExp(String.raw`(?<![A-Z0-9-])CALL\s+['"](${word})['"]`, 'gi')],
  ]).filter(({ name }) => name !== 'SQLCA' && name !== 'SQLDA');
}

/** Operand fields only: comments after a blank and in-stream data are left out. */
function jclReferences(lines: readonly string[]): Reference[] {
  const found: Reference[] = [];
  for (const { operation, operands, line } of jclStatements(lines)) {
    const add = (by: Reference['by'], form: RegExp) => {
      for (const match of operands.matchAll(form)) if (match[1] !== undefined) found.push({ by, name: match[1], line });
    };
    if (operation === 'EXEC') {
      add('program', new RegExp(`(?:^|,)PGM=(${word})(?=,|$)`, 'g'));
      add('procedure', new RegExp(`^(?:PROC=)?(${word})(?=,|$)`, 'g'));
    } else if (operation === 'INCLUDE') add('jcl-include', new RegExp(`(?:^|,)MEMBER=(${word})(?=,|$)`, 'g'));
    else if (operation === 'JCLLIB') add('library', /([A-Z#@$][A-Z0-9#@$.-]{1,43})(?=[,)]|$)/g);
    else if (operation === 'DD')
      add('member', new RegExp(String.raw`(?:^|,)(?:DSN|DSNAME)=([A-Z#@$][A-Z0-9#@$.-]*\(${word}\))`, 'g'));
  }
  return found.filter(({ by, name }) => by !== 'library' || name !== 'ORDER');
}

interface JclStatement {
  readonly operation: string;
  readonly operands: string;
  readonly line: number;
}

function jclStatements(lines: readonly string[]): JclStatement[] {
  const statements: { operation: string; operands: string; line: number }[] = [];
  let open = false;
  for (const [index, whole] of lines.entries()) {
    if (!whole.startsWith('//') || whole.startsWith('//*')) continue;
    const line = whole.slice(0, 71);
    const last = statements.at(-1);
    if (open && last !== undefined && line.startsWith('// ')) {
      const more = operandField(line.slice(2).trimStart());
      last.operands += more;
      open = more.endsWith(',');
      continue;
    }
    const [, operation = '', rest = ''] = /^\/\/\S* +(\S+)(?: +(.*))?$/.exec(line) ?? [];
    const operands = operandField(rest);
    statements.push({ operation, operands, line: index + 1 });
    open = operands.endsWith(',');
  }
  return statements;
}

/** Text up to the first blank outside apostrophes. */
function operandField(text: string): string {
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === "'") quoted = !quoted;
    else if (character === ' ' && !quoted) return text.slice(0, index);
  }
  return text;
}

function bindReferences(lines: readonly string[]): Reference[] {
  const code = lines.map((line) => line.slice(0, 72).replace(/\s+[-+]\s*$/, ''));
  return inText(code, [['dbrm', new RegExp(String.raw`\bMEMBER\s*\(\s*(${word})\s*\)`, 'gi')]]);
}

function inText(lines: readonly string[], forms: readonly (readonly [Reference['by'], RegExp])[]): Reference[] {
  const text = lines.join('\n');
  const found = forms.flatMap(([by, form]) =>
    [...text.matchAll(form)].map((match) => ({
      by,
      name: (match[1] ?? '').toUpperCase(),
      line: text.slice(0, match.index).split('\n').length,
    })),
  );
  return found.sort((a, b) => a.line - b.line);
}

function distinct(references: readonly Reference[]): Reference[] {
  const seen = new Set<string>();
  return references.filter(({ by, name }) => {
    const key = `${by} ${name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
