import { z } from 'zod';
import { ebcdic } from '../../codepages/code-page.ts';

/**
 * What the practice linkage editor keeps of a program: enough to run it, and bytes that change whenever the source or
 * one of its copybooks changes.
 */
export interface LoadModule {
  program: string;
  /** SHA-256 of the source as compiled, 64 hexadecimal digits. */
  sourceDigest: string;
  aliases: readonly string[];
  /** Consistency token as in the DBRM, 16 hexadecimal digits; programs with EXEC SQL only. */
  contoken: string | undefined;
  version: string;
  /** Text of each copybook as it was compiled in. */
  copybooks: ReadonlyMap<string, readonly string[]>;
  /** What the binder put together; absent in modules that the system was born with. */
  bound?: BoundModule;
}

/** One section of a bound module. */
export interface BoundSection {
  name: string;
  /** Bytes. */
  length: number;
  /** Of its source, 64 hexadecimal digits. */
  digest: string;
  /** Product number of the compiler or assembler, its level, and the day it ran as YYYYDDD. */
  translator: string;
  level: string;
  compiled: string;
  /** What IDENTIFY said of it. */
  userData?: string | undefined;
}

/** What the binder adds: where a module begins, how it may be used, what it is made of. */
export interface BoundModule {
  /** YYYYDDD and HHMMSS, local. */
  date: string;
  time: string;
  entry: string;
  amode: string;
  rmode: string;
  /** Authorisation code of SETCODE. */
  ac: number;
  ssi: string;
  executable: boolean;
  attributes: readonly string[];
  sections: readonly BoundSection[];
  /** References that no section and no library answered. */
  unresolved: readonly string[];
  /** Needs a PDSE: Enterprise COBOL 5 and later. */
  programObject: boolean;
}

const Bound = z.strictObject({
  ...{ date: z.string(), time: z.string(), entry: z.string(), amode: z.string(), rmode: z.string() },
  ...{ ac: z.number(), ssi: z.string(), executable: z.boolean(), attributes: z.array(z.string()) },
  sections: z.array(
    z.strictObject({
      ...{ name: z.string(), length: z.number(), digest: z.string() },
      ...{ translator: z.string(), level: z.string(), compiled: z.string(), userData: z.string().optional() },
    }),
  ),
  unresolved: z.array(z.string()),
  programObject: z.boolean(),
});

const eyecatcher = 'PRACTICE LOAD MODULE';
const recordLength = 32_000;

/**
 * Sections of a 4-character name, a 4-byte length and the data, all text in EBCDIC. The token stands in the section
 * `TOKN` with its two 4-byte halves swapped, as a real load module has it.
 */
export function toRecords(module: LoadModule): Buffer[] {
  const parts = [
    ebcdic.encode(eyecatcher),
    section('PROG', ebcdic.encode(module.program.padEnd(8))),
    section('DIGS', Buffer.from(module.sourceDigest, 'hex')),
    section('ALIA', ebcdic.encode(module.aliases.map((name) => name.padEnd(8)).join(''))),
    section('VERS', ebcdic.encode(module.version)),
  ];
  if (module.contoken !== undefined) parts.push(section('TOKN', swapHalves(Buffer.from(module.contoken, 'hex'))));
  for (const [name, lines] of module.copybooks)
    parts.push(section('COPY', ebcdic.encode(`${name.padEnd(8)}${lines.map((line) => line.padEnd(80)).join('')}`)));
  if (module.bound !== undefined) parts.push(section('BIND', ebcdic.encode(JSON.stringify(module.bound))));
  const all = Buffer.concat(parts);
  const records: Buffer[] = [];
  for (let at = 0; at < all.length; at += recordLength) records.push(all.subarray(at, at + recordLength));
  return records;
}

/** @returns undefined when the bytes are no module of the practice system */
export function fromRecords(records: readonly Buffer[]): LoadModule | undefined {
  const all = Buffer.concat(records);
  const start = ebcdic.encode(eyecatcher);
  if (!all.subarray(0, start.length).equals(start)) return undefined;
  const sections = sectionsOf(all.subarray(start.length));
  const first = (name: string) => sections.find((one) => one.name === name)?.data;
  const text = (name: string) => ebcdic.decode(first(name) ?? Buffer.alloc(0));
  const token = first('TOKN');
  return {
    program: text('PROG').trim(),
    sourceDigest: (first('DIGS') ?? Buffer.alloc(0)).toString('hex'),
    aliases:
      text('ALIA')
        .match(/.{8}/g)
        ?.map((name) => name.trim()) ?? [],
    contoken: token === undefined ? undefined : swapHalves(token).toString('hex').toUpperCase(),
    version: text('VERS'),
    copybooks: new Map(
      sections.filter(({ name }) => name === 'COPY').map(({ data }) => copybookOf(ebcdic.decode(data))),
    ),
    ...(first('BIND') === undefined ? {} : { bound: Bound.parse(JSON.parse(text('BIND'))) }),
  };
}

/** Sections of a module or object, as its bytes hold them. */
export { section as toSection, sectionsOf };

export const swapHalves = (token: Buffer): Buffer => Buffer.concat([token.subarray(4, 8), token.subarray(0, 4)]);

function section(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([ebcdic.encode(name), length, data]);
}

function sectionsOf(bytes: Buffer): { name: string; data: Buffer }[] {
  const sections: { name: string; data: Buffer }[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32BE(at + 4);
    sections.push({ name: ebcdic.decode(bytes.subarray(at, at + 4)), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length;
  }
  return sections;
}

function copybookOf(text: string): [string, string[]] {
  return [text.slice(0, 8).trim(), text.slice(8).match(/.{80}/g) ?? []];
}
