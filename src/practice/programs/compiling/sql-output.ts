import { sha256Hex } from '../../../shared/digest.ts';
import { ddMissing } from '../listing.ts';
import type { Step } from '../program.ts';
import { codeIn, type SourceLine } from './cobol-source.rules.ts';
import { tablesOf } from './compile.ts';
import { dbrmRecords } from './dbrm.ts';

export interface SqlOutput {
  contoken: string | undefined;
  version: string;
  statements: readonly string[];
}

/**
 * SQL statements of a program with a consistency token of this moment; without `fresh` the token that a precompiler
 * left in the source, if any.
 */
export function sqlOf(
  lines: readonly Pick<SourceLine, 'text'>[],
  fresh: { digest: string; now: number; options: string } | undefined,
): SqlOutput {
  const code = lines.map(({ text }) => codeIn(text)).join('\n');
  if (fresh === undefined) {
    const contoken = /SQL-CONTOKEN\s+PIC X\(16\)\s+VALUE\s+'([0-9A-F]{16})'/.exec(code)?.[1];
    return {
      contoken,
      version: /SQL-VERSION\s+PIC X\(64\)\s+VALUE\s+'([^']*)'/.exec(code)?.[1]?.trim() ?? '',
      statements: [],
    };
  }
  const all = [...code.matchAll(/EXEC\s+SQL\s+([\s\S]*?)\s*END-EXEC/g)].map(([, text = '']) =>
    text.replaceAll(/\s+/g, ' ').trim(),
  );
  const version = /VERSION[ (]+([^)\s]+)\)?/.exec(fresh.options)?.[1] ?? '';
  return {
    contoken: sha256Hex(fresh.digest, '\0', String(fresh.now)).slice(0, 16).toUpperCase(),
    version:
      version === 'AUTO'
        ? new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' })
            .format(fresh.now)
            .replace(' ', '-')
            .replaceAll(':', '.')
        : version,
    statements: all.filter((text) => !/^(INCLUDE|BEGIN DECLARE|END DECLARE)\b/.test(text)),
  };
}

/** Writes the DBRM to DBRMLIB: the member that it names, else that of the program. @returns whether there was a DBRMLIB */
export function writeDbrm(step: Step, program: string, sql: SqlOutput): boolean {
  const dd = step.dd('DBRMLIB');
  if (dd === undefined) {
    ddMissing(step, 'DBRMLIB');
    return false;
  }
  const { contoken = '', version, statements } = sql;
  const records = dbrmRecords({ program, contoken, version, tables: tablesOf(statements) }, statements);
  if (
    dd.kind === 'data-set' &&
    (dd.member ?? '') === '' &&
    dd.dsname !== undefined &&
    step.dataSets.find(dd.dsname)?.attributes.dsorg === 'PO'
  ) {
    step.dataSets.write(dd.dsname, program, records, { user: step.user, statistics: 'none' });
    return true;
  }
  dd.open({ recfm: 'FB', lrecl: 80 });
  for (const record of records) dd.write(record);
  return true;
}
