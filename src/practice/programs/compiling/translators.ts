import { sha256Hex } from '../../../shared/digest.ts';
import { ddMissing, localTime, openListing } from '../listing.ts';
import { type Completion, type Dd, ended, type Program, type Step } from '../program.ts';
import { codeIn, expanded } from './cobol-source.rules.ts';
import { libraryOf } from './igycrctl.ts';
import { sqlOf, writeDbrm } from './sql-output.ts';

/**
 * The Db2 precompiler: SYSIN becomes SYSCIN with its SQL taken out and INCLUDE members put in (COPY is the compiler's), and a DBRM with the same consistency token, new at
 * every run. A missing INCLUDE member is an error, 8 (number of its message not looked up); missing DDs end 16.
 *
 * @see Db2 for z/OS Application Programming and SQL Guide, Processing SQL statements by using the Db2 precompiler
 */
export function dsnhpc(timeZone: string): Program {
  return {
    names: ['DSNHPC'],
    run(step) {
      const listing = openListing(step, 'SYSPRINT');
      const [input, output] = [step.dd('SYSIN'), step.dd('SYSCIN')];
      if (listing === undefined || input === undefined || output === undefined)
        return Promise.resolve(lacking(step, ['SYSIN', 'SYSCIN']));
      listing.line(
        `DB2 SQL PRECOMPILER         VERSION 13 REL. 1.0         ${localTime(step, timeZone).toFormat('yyyy-MM-dd HH:mm:ss')}`,
        '1',
      );
      listing.line(`OPTIONS SPECIFIED: ${step.parm}`);
      const source = input.kind === 'dummy' ? [] : input.lines();
      const text = expanded(source, (name, ddname) => libraryOf(step)(name, ddname), { sql: true, copy: false });
      const missing = text.messages.filter(({ text: said }) => said.includes('Copy member'));
      for (const { line, text: said } of missing)
        listing.line(`DSNH082I E     LINE ${String(line)}  ${said.split('"')[1] ?? ''} INCLUDE MEMBER NOT FOUND`);
      const digest = sha256Hex('SQL', '\0', text.lines.map((line) => line.text.trimEnd()).join('\n'));
      const sql = sqlOf(text.lines, { digest, now: step.now(), options: step.parm });
      const name = (
        /PROGRAM-ID\s*\.?\s*([A-Z0-9-]+)/i.exec(text.lines.map((line) => codeIn(line.text)).join('\n'))?.[1] ??
        'TEMPNAME'
      )
        .slice(0, 8)
        .toUpperCase();
      if (!writeDbrm(step, name, sql)) return Promise.resolve(ended(16));
      writeLines(
        output,
        precompiled(
          text.lines.map((line) => line.text),
          sql,
        ),
      );
      listing.line(
        `SOURCE STATISTICS: SOURCE LINES READ: ${String(source.length)}  NUMBER OF SQL STATEMENTS: ${String(sql.statements.length)}`,
      );
      const code = missing.length > 0 ? 8 : 0;
      listing.line(
        `THERE WERE ${String(missing.length)} MESSAGES FOR THIS PROGRAM.  HIGHEST SEVERITY CODE: ${String(code)}`,
      );
      return Promise.resolve(ended(code));
    },
  };
}

function lacking(step: Step, names: readonly string[]): Completion {
  for (const name of names) if (step.dd(name) === undefined) ddMissing(step, name);
  return ended(16);
}

function writeLines(dd: Dd, lines: readonly string[]): void {
  dd.open({ recfm: 'FB', lrecl: 80 });
  for (const line of lines) dd.writeLine(line.slice(0, 80));
}

/** EXEC SQL as comments with a call in its place; the token as data that the compiler finds. */
function precompiled(source: readonly string[], sql: { contoken: string | undefined; version: string }): string[] {
  const data = [
    `       77  SQL-CONTOKEN PIC X(16) VALUE '${sql.contoken ?? ''}'.`,
    `       77  SQL-VERSION PIC X(64) VALUE`,
    `             '${sql.version}'.`,
  ];
  const lines = replacedExec(source, 'SQL', (statement) =>
    /EXEC\s+SQL\s+(INCLUDE|BEGIN|END|DECLARE)/.test(statement) ? [] : ["           CALL 'DSNHLI' USING SQL-CONTOKEN"],
  );
  const storage = lines.findIndex((line) => /WORKING-STORAGE\s+SECTION/.test(codeIn(line)));
  const division = lines.findIndex((line) => /DATA\s+DIVISION/.test(codeIn(line)));
  const at = storage >= 0 ? storage : division;
  if (at < 0) return lines;
  const heading = storage >= 0 ? [] : ['       WORKING-STORAGE SECTION.'];
  return [...lines.slice(0, at + 1), ...heading, ...data, ...lines.slice(at + 1)];
}

function replacedExec(
  source: readonly string[],
  kind: string,
  calls: (statement: string) => readonly string[],
): string[] {
  const lines: string[] = [];
  let statement: string | undefined;
  for (const line of source) {
    const code = codeIn(line);
    if (statement === undefined && !new RegExp(`EXEC\\s+${kind}\\b`).test(code)) {
      lines.push(line);
      continue;
    }
    statement = `${statement ?? ''} ${code}`;
    lines.push(`${line.slice(0, 6).padEnd(6)}*${line.slice(7)}`);
    if (!/END-EXEC/.test(code)) continue;
    const made = calls(statement);
    lines.push(...made);
    if (/END-EXEC\s*\./.test(code) && made.length > 0) lines.push('           .');
    statement = undefined;
  }
  return lines;
}

/**
 * The CICS translator for COBOL: EXEC CICS becomes comments and calls. Return code 0, or 8 for EXEC CICS without
 * END-EXEC.
 *
 * @see CICS Transaction Server Application Programming Guide, The CICS-supplied translators
 */
export const cicsTranslator: Program = {
  names: ['DFHECP1$', 'DFHECP1A'],
  run(step) {
    const listing = openListing(step, 'SYSPRINT');
    const [input, output] = [step.dd('SYSIN'), step.dd('SYSPUNCH')];
    if (listing === undefined || input === undefined || output === undefined)
      return Promise.resolve(lacking(step, ['SYSIN', 'SYSPUNCH']));
    const source = input.kind === 'dummy' ? [] : input.lines();
    listing.line('CICS TS COMMAND LANGUAGE TRANSLATOR VERSION 6.1', '1');
    for (const [at, line] of source.entries())
      listing.line(`${String(at + 1).padStart(5, '0')}        ${line.trimEnd()}`);
    const code = source.map(codeIn).join('\n');
    const opened = [...code.matchAll(/EXEC\s+CICS\b/g)].length;
    const closed = [...code.matchAll(/EXEC\s+CICS\b(?:(?!EXEC\s)[\s\S])*?END-EXEC/g)].length;
    writeLines(
      output,
      replacedExec(source, 'CICS', () => ["           CALL 'DFHEI1' USING DFHEIV0"]),
    );
    if (opened === closed) listing.line('NO MESSAGES PRODUCED BY TRANSLATOR.');
    else listing.line(`DFH7059I S  END-EXEC NOT FOUND.`);
    return Promise.resolve(ended(opened === closed ? 0 : 8));
  },
};
