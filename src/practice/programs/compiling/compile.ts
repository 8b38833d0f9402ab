import { sha256Hex } from '../../../shared/digest.ts';
import { codeOf } from './copybook.ts';
import { type Dbrm } from './dbrm.ts';
import type { LoadModule } from '../binding/load-module.ts';

export interface Compiled {
  module: LoadModule;
  /** Programs with EXEC SQL. */
  dbrm: { dbrm: Dbrm; statements: readonly string[] } | undefined;
  /** Programs with EXEC CICS go to the CICS load library. */
  cics: boolean;
}

export interface CompileInput {
  program: string;
  source: readonly string[];
  aliases: readonly string[];
  version: string;
  /** Text of a member of the copy libraries, first hit; undefined when none has it. */
  copybook: (name: string) => readonly string[] | undefined;
}

/**
 * Compiles as far as the practice system needs: the copybooks that the source names are taken in, and what EXEC SQL
 * says becomes a DBRM. Token and digest follow from source, copybooks and version, so equal input gives equal bytes.
 *
 * @throws {Error} a copybook is missing (severity S of the compiler: no object)
 */
export function compile({ program, source, aliases, version, copybook }: CompileInput): Compiled {
  const copybooks = new Map<string, readonly string[]>();
  collect(source, copybook, copybooks, program);
  const texts = [source, ...copybooks.values()].map((lines) => lines.map((line) => line.trimEnd()).join('\n'));
  const sourceDigest = sha256Hex(program, '\0', version, '\0', texts.join('\0'));
  const statements = [...codeOf(source).matchAll(/EXEC\s+SQL\s+([\s\S]*?)\s*END-EXEC/g)].map(([, text = '']) =>
    text.replaceAll(/\s+/g, ' ').trim(),
  );
  const requests = statements.filter((statement) => !/^(INCLUDE|BEGIN DECLARE|END DECLARE)\b/.test(statement));
  const contoken = requests.length === 0 ? undefined : sourceDigest.slice(0, 16).toUpperCase();
  return {
    module: { program, sourceDigest, aliases, contoken, version: contoken === undefined ? '' : version, copybooks },
    dbrm:
      contoken === undefined
        ? undefined
        : { dbrm: { program, contoken, version, tables: tablesOf(requests) }, statements: requests },
    cics: /\bEXEC\s+CICS\b/.test(codeOf(source)),
  };
}

function collect(
  lines: readonly string[],
  copybook: CompileInput['copybook'],
  found: Map<string, readonly string[]>,
  program: string,
): void {
  const code = codeOf(lines);
  const names = [
    ...[...code.matchAll(/^\s*COPY\s+([A-Z0-9#@$]+)/gm)].map(([, name = '']) => name),
    ...[...code.matchAll(/EXEC\s+SQL\s+INCLUDE\s+([A-Z0-9#@$]+)/g)].map(([, name = '']) => name),
  ];
  for (const name of names) {
    if (found.has(name) || name === 'SQLCA' || name === 'SQLDA') continue;
    const text = copybook(name);
    if (text === undefined) throw new Error(`${program}: copybook ${name} is in none of the copy libraries`);
    found.set(name, text);
    collect(text, copybook, found, program);
  }
}

/** Tables that SQL statements name, sorted. */
export function tablesOf(statements: readonly string[]): string[] {
  const names = statements.flatMap((statement) =>
    [...statement.matchAll(/\b(?:FROM|INTO|UPDATE|JOIN)\s+([A-Z][A-Z0-9_.]*)/g)].map(([, name = '']) => name),
  );
  return [...new Set(names)].sort();
}
