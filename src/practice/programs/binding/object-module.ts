import { ebcdic } from '../../codepages/code-page.ts';
import { sectionsOf, swapHalves, toSection } from './load-module.ts';

/** What a compiler or assembler leaves for the binder. */
export interface ObjectModule {
  /** Name of its section. */
  name: string;
  /** SHA-256 of the source as compiled, options included; 64 hexadecimal digits. */
  digest: string;
  /** Names that it calls statically. */
  references: readonly string[];
  contoken: string | undefined;
  version: string;
  copybooks: ReadonlyMap<string, readonly string[]>;
  translator: string;
  level: string;
  /** YYYYDDD, local. */
  compiled: string;
  /** Of the section, in bytes. */
  length: number;
  /** Can be saved in a PDSE only. */
  programObject: boolean;
}

const objectMark = 0x02;
const dataBytes = 56;

/**
 * Object records of 80 bytes as the binder reads them: ESD for the section and each reference, TXT for its bytes (a
 * container of the practice system), END with the translator. Equal input gives equal records but for the day in END.
 *
 * @see z/OS MVS Program Management: Advanced Facilities, Object module input conventions and record formats
 */
export function objectRecords(object: ObjectModule): Buffer[] {
  const text = Buffer.concat([
    toSection('NAME', ebcdic.encode(object.name)),
    toSection('DIGS', Buffer.from(object.digest, 'hex')),
    toSection('VERS', ebcdic.encode(object.version)),
    toSection('REFS', ebcdic.encode(object.references.join(' '))),
    toSection('SIZE', ebcdic.encode(`${String(object.length)} ${object.programObject ? 'PO' : 'LM'}`)),
    ...(object.contoken === undefined ? [] : [toSection('TOKN', swapHalves(Buffer.from(object.contoken, 'hex')))]),
    ...[...object.copybooks].map(([name, lines]) =>
      toSection('COPY', ebcdic.encode(`${name.padEnd(8)}${lines.map((line) => line.padEnd(80)).join('')}`)),
    ),
  ]);
  const records = [record('ESD', `SD ${object.name}`), ...object.references.map((name) => record('ESD', `ER ${name}`))];
  for (let at = 0; at < text.length; at += dataBytes) records.push(textRecord(at, text.subarray(at, at + dataBytes)));
  records.push(record('END', `${object.translator} ${object.level} ${object.compiled}`));
  return records;
}

function record(kind: string, text: string): Buffer {
  const area = Buffer.alloc(80, 0x40);
  area[0] = objectMark;
  ebcdic.encode(`${kind}${' '.repeat(12)}${text}`).copy(area, 1, 0, 71);
  return area;
}

function textRecord(at: number, data: Buffer): Buffer {
  const area = record('TXT', '');
  area.writeUIntBE(at % 0x1000000, 5, 3);
  area.writeUInt16BE(data.length, 10);
  data.copy(area, 16);
  return area;
}

/** Whether a record belongs to an object module; others are control statements. */
export const isObjectRecord = (bytes: Uint8Array): boolean => bytes[0] === objectMark;

const kindOf = (bytes: Uint8Array): string => ebcdic.decode(bytes.subarray(1, 4));

/** Reads the object modules among records. @returns also the number of records that are damaged */
export function readObjects(records: readonly Buffer[]): { objects: ObjectModule[]; damaged: number } {
  const objects: ObjectModule[] = [];
  let text: Buffer[] = [];
  let damaged = 0;
  for (const bytes of records) {
    const kind = kindOf(bytes);
    if (kind === 'TXT') text.push(bytes.subarray(16, 16 + Math.min(dataBytes, bytes.readUInt16BE(10))));
    if (kind !== 'END') continue;
    const object = objectOf(Buffer.concat(text), ebcdic.decode(bytes.subarray(16, 72)).trim());
    if (object === undefined) damaged += 1;
    else objects.push(object);
    text = [];
  }
  return { objects, damaged };
}

function objectOf(bytes: Buffer, end: string): ObjectModule | undefined {
  const sections = sectionsOf(bytes);
  const first = (name: string) => sections.find((one) => one.name === name)?.data;
  const words = (name: string) => ebcdic.decode(first(name) ?? Buffer.alloc(0));
  const [translator = '', level = '', compiled = ''] = end.split(' ');
  const [length = '0', kind] = words('SIZE').split(' ');
  const token = first('TOKN');
  if (first('NAME') === undefined) return undefined;
  return {
    ...{ name: words('NAME').trim(), digest: (first('DIGS') ?? Buffer.alloc(0)).toString('hex') },
    references: words('REFS')
      .split(' ')
      .filter((name) => name !== ''),
    contoken: token === undefined ? undefined : swapHalves(token).toString('hex').toUpperCase(),
    version: words('VERS'),
    copybooks: new Map(
      sections
        .filter(({ name }) => name === 'COPY')
        .map(({ data }) => ebcdic.decode(data))
        .map((all) => [all.slice(0, 8).trim(), all.slice(8).match(/.{80}/g) ?? []] as const),
    ),
    ...{ translator, level, compiled, length: Number(length), programObject: kind === 'PO' },
  };
}
