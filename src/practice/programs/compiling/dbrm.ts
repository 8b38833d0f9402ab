import { ebcdic } from '../../codepages/code-page.ts';

/** A database request module as far as BIND reads it: 80-byte records. */
export interface Dbrm {
  program: string;
  /** 16 hexadecimal digits; columns 25 to 32 of the first record. */
  contoken: string;
  version: string;
  /** Tables that its statements name, unqualified names without a dot. */
  tables: readonly string[];
}

const head = 'DBRM';

/** Program name in columns 9 to 16, token in 25 to 32, version from 33; then one record a table, then the statements. */
export function dbrmRecords(dbrm: Dbrm, statements: readonly string[]): Buffer[] {
  const first = Buffer.concat([
    ebcdic.encode(head.padEnd(8)),
    ebcdic.encode(dbrm.program.padEnd(16)),
    Buffer.from(dbrm.contoken, 'hex'),
    ebcdic.encode(dbrm.version.slice(0, 48).padEnd(48)),
  ]);
  const text = [...dbrm.tables.map((table) => `T ${table}`), ...statements.map((statement) => `S ${statement}`)];
  return [
    first,
    ...text.flatMap((line) => line.match(/.{1,80}/gs) ?? []).map((line) => ebcdic.encode(line.padEnd(80))),
  ];
}

/** @returns undefined when the records are no DBRM */
export function readDbrm(records: readonly Buffer[]): Dbrm | undefined {
  const [first, ...rest] = records;
  if (first === undefined || ebcdic.decode(first.subarray(0, 8)).trim() !== head) return undefined;
  const lines = rest.map((record) => ebcdic.decode(record).trimEnd());
  return {
    program: ebcdic.decode(first.subarray(8, 24)).trim(),
    contoken: first.subarray(24, 32).toString('hex').toUpperCase(),
    version: ebcdic.decode(first.subarray(32, 80)).trim(),
    tables: lines.filter((line) => line.startsWith('T ')).map((line) => line.slice(2)),
  };
}
