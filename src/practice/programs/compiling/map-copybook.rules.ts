/** The symbolic map that a BMS mapset punches for COBOL. */

interface MapField {
  name: string;
  length: number;
}

/**
 * Names of DFHMDI and the named fields of DFHMDF with their lengths as input and output records (field plus L, F, A and
 * I; then O).
 *
 * @see CICS Transaction Server Application Programming Guide, Basic Mapping Support: symbolic description maps
 */
export function mapCopybook(source: readonly string[]): string[] {
  const maps: { name: string; fields: MapField[] }[] = [];
  for (const statement of statementsOf(source)) {
    const parts = /^(\S*)\s+(DFHMDI|DFHMDF)\s+(.*)$/.exec(statement);
    if (parts === null) continue;
    const [, name = '', macro = '', operands = ''] = parts;
    if (macro === 'DFHMDI') maps.push({ name, fields: [] });
    else if (name !== '') maps.at(-1)?.fields.push({ name, length: Number(/LENGTH=(\d+)/.exec(operands)?.[1] ?? '1') });
  }
  return maps.flatMap(({ name, fields }) => [...inputRecord(name, fields), ...outputRecord(name, fields)]);
}

function statementsOf(source: readonly string[]): string[] {
  const statements: string[] = [];
  let open = false;
  for (const line of source) {
    if (line.startsWith('*')) continue;
    const body = line.slice(0, 71);
    if (open) statements.push(`${statements.pop() ?? ''}${body.trim()}`);
    else statements.push(body.trimEnd());
    open = line.charAt(71).trim() !== '';
  }
  return statements;
}

const inputRecord = (map: string, fields: readonly MapField[]): string[] => [
  `       01  ${map}I.`,
  '           02  FILLER PIC X(12).',
  ...fields.flatMap(({ name, length }) => [
    `           02  ${name}L    COMP  PIC  S9(4).`,
    `           02  ${name}F    PICTURE X.`,
    `           02  FILLER REDEFINES ${name}F.`,
    `             03 ${name}A    PICTURE X.`,
    `           02  ${name}I  PIC X(${String(length)}).`,
  ]),
];

const outputRecord = (map: string, fields: readonly MapField[]): string[] => [
  `       01  ${map}O REDEFINES ${map}I.`,
  '           02  FILLER PIC X(12).',
  ...fields.flatMap(({ name, length }) => [
    '           02  FILLER PICTURE X(3).',
    `           02  ${name}O  PIC X(${String(length)}).`,
  ]),
];
