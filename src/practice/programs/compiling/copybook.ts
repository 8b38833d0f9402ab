/** Record layouts from COBOL data descriptions (Enterprise COBOL for z/OS Language Reference, Data division). */

export interface Field {
  name: string;
  /** From 0, of the first occurrence. */
  offset: number;
  /** Bytes of one occurrence. */
  length: number;
  occurs: number;
  usage: 'TEXT' | 'ZONED' | 'PACKED';
  signed: boolean;
  /** Digits after the implied decimal point. */
  scale: number;
}

export interface Layout {
  name: string;
  length: number;
  fields: ReadonlyMap<string, Field>;
}

interface Item {
  level: number;
  name: string;
  text: string;
}

/**
 * Reads the level-01 records of a copybook or program. FILLER takes room and has no name; groups take the length of
 * what they hold; OCCURS stands on elementary items; level 88 is passed over.
 *
 * @throws {Error} a clause that the practice system does not imitate (REDEFINES, COMP, SYNC), by name
 */
export function readLayouts(lines: readonly string[]): Layout[] {
  const layouts: Layout[] = [];
  let fields = new Map<string, Field>();
  let offset = 0;
  let name: string | undefined;
  const close = () => {
    if (name !== undefined) layouts.push({ name, length: offset, fields });
  };
  for (const item of itemsOf(lines)) {
    if (item.level === 1) {
      close();
      name = item.name;
      fields = new Map<string, Field>();
      offset = 0;
    }
    const field = fieldOf(item, offset);
    if (field === undefined || name === undefined) continue;
    if (item.name !== 'FILLER') fields.set(item.name, field);
    offset += field.length * field.occurs;
  }
  close();
  return layouts;
}

/** Text of columns 8 to 72 without comment lines. */
export function codeOf(lines: readonly string[]): string {
  return lines
    .filter((line) => !/^.{6}[*/]/.test(line))
    .map((line) => line.slice(7, 72))
    .join('\n');
}

function itemsOf(lines: readonly string[]): Item[] {
  const items: Item[] = [];
  for (const sentence of codeOf(lines).split(/\.(?=\s|$)/)) {
    const parts = /^\s*(\d\d?)\s+([A-Z0-9-]+)\s*([\s\S]*)$/.exec(sentence);
    if (parts === null) continue;
    const level = Number(parts[1]);
    if (level === 88 || level === 77) continue;
    items.push({ level, name: parts[2] ?? '', text: (parts[3] ?? '').replaceAll(/\s+/g, ' ').trim() });
  }
  return items;
}

function fieldOf({ name, text }: Item, offset: number): Field | undefined {
  const refused = /\b(REDEFINES|SYNC|COMP-[1245]|COMP(?!-)|BINARY|INDEX|POINTER|DEPENDING)\b/.exec(text);
  if (refused !== null) throw new Error(`${name}: ${refused[1] ?? ''} is not imitated by the practice system`);
  const picture = /\bPIC(?:TURE)?(?: IS)? (\S+)/.exec(text)?.[1];
  if (picture === undefined) return undefined;
  const full = picture.replaceAll(/(.)\((\d+)\)/g, (_, one: string, times: string) => one.repeat(Number(times)));
  const occurs = Number(/\bOCCURS (\d+)/.exec(text)?.[1] ?? 1);
  const digits = full.replaceAll(/[SV]/g, '').length;
  const packed = /\b(COMP-3|PACKED-DECIMAL)\b/.test(text);
  const numeric = /^[S9V]+$/.test(full);
  const at = full.indexOf('V');
  return {
    name,
    offset,
    length: packed ? Math.floor(digits / 2) + 1 : digits,
    occurs,
    usage: packed ? 'PACKED' : numeric ? 'ZONED' : 'TEXT',
    signed: full.startsWith('S'),
    scale: at < 0 ? 0 : full.length - at - 1,
  };
}
