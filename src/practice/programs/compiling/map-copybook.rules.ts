/** The symbolic map that a BMS mapset punches for COBOL. */

interface MapField {
  name: string;
  length: number;
}

interface SymbolicMap {
  name: string;
  /** Letters of the extended attributes that the program may change. */
  attributes: readonly string[];
  fields: MapField[];
}

/** Letters that DSATTS gives the fields of extended attributes, in the order of the symbolic map. */
const letters: Readonly<Record<string, string>> = {
  ...{ COLOR: 'C', PS: 'P', HILIGHT: 'H', VALIDN: 'V', OUTLINE: 'U', SOSI: 'M', TRANSP: 'T' },
};

/**
 * Names of DFHMDI and the named fields of DFHMDF with their lengths as input and output records (field plus L, F, A and
 * I; then O). DSATTS of the map, else of the mapset, adds the fields of extended attributes (C, P, H, V and so on).
 *
 * @see CICS Transaction Server Application Programming Guide, Basic Mapping Support: symbolic description maps
 */
export function mapCopybook(source: readonly string[]): string[] {
  const maps: SymbolicMap[] = [];
  let ofMapset: readonly string[] = [];
  for (const statement of statementsOf(source)) {
    const parts = /^(\S*)\s+(DFHMSD|DFHMDI|DFHMDF)\s+(.*)$/.exec(statement);
    if (parts === null) continue;
    const [, name = '', macro = '', operands = ''] = parts;
    if (macro === 'DFHMSD') ofMapset = attributesOf(operands) ?? ofMapset;
    else if (macro === 'DFHMDI') maps.push({ name, attributes: attributesOf(operands) ?? ofMapset, fields: [] });
    else if (name !== '') maps.at(-1)?.fields.push({ name, length: Number(/LENGTH=(\d+)/.exec(operands)?.[1] ?? '1') });
  }
  return maps.flatMap((map) => [...inputRecord(map), ...outputRecord(map)]);
}

function attributesOf(operands: string): string[] | undefined {
  const coded = /\bDSATTS=(?:\(([^)]*)\)|([A-Z]+))/.exec(operands);
  if (coded === null) return undefined;
  const named = (coded[1] ?? coded[2] ?? '').split(',').map((one) => one.trim());
  return Object.entries(letters).flatMap(([attribute, letter]) => (named.includes(attribute) ? [letter] : []));
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

const inputRecord = ({ name: map, attributes, fields }: SymbolicMap): string[] => [
  `       01  ${map}I.`,
  '           02  FILLER PIC X(12).',
  ...fields.flatMap(({ name, length }) => [
    `           02  ${name}L    COMP  PIC  S9(4).`,
    `           02  ${name}F    PICTURE X.`,
    `           02  FILLER REDEFINES ${name}F.`,
    `             03 ${name}A    PICTURE X.`,
    ...(attributes.length === 0 ? [] : [`           02  FILLER   PICTURE X(${String(attributes.length)}).`]),
    `           02  ${name}I  PIC X(${String(length)}).`,
  ]),
];

const outputRecord = ({ name: map, attributes, fields }: SymbolicMap): string[] => [
  `       01  ${map}O REDEFINES ${map}I.`,
  '           02  FILLER PIC X(12).',
  ...fields.flatMap(({ name, length }) => [
    '           02  FILLER PICTURE X(3).',
    ...attributes.map((letter) => `           02  ${name}${letter}    PICTURE X.`),
    `           02  ${name}O  PIC X(${String(length)}).`,
  ]),
];
