import { convertJob } from '../src/practice/jcl/converter.rules.ts';
import type { Bench } from './bench.ts';
import { medianMillis, shown } from './measure.ts';
import type { Row } from './table.ts';

const procedure = [
  '//STEPS    PROC MEM=,HLQ=KSBP',
  "//COMP     EXEC PGM=IGYWCRCTL,PARM='LIB,&MEM',REGION=0M",
  '//SYSLIB   DD DISP=SHR,DSN=&HLQ..COPYLIB',
  '//SYSIN    DD DISP=SHR,DSN=&HLQ..COBOL(&MEM)',
  '//SYSLIN   DD DSN=&&OBJ,DISP=(MOD,PASS),SPACE=(CYL,(1,1))',
  '// PEND',
];

/** A job of about so many statements: half its steps call a procedure with overrides, half are plain, with comments and data. */
function jobOf(statements: number): string[] {
  const lines = ["//BENCH    JOB (ACCT),'BENCH',CLASS=A,MSGCLASS=H", '// SET HLQ=KSBP', ...procedure];
  let count = lines.length;
  for (let step = 0; step < 250 && count < statements; step += 1) {
    const left = Math.ceil((statements - count) / (250 - step));
    const dds = Math.max(2, left - 2);
    lines.push(step % 2 === 0 ? `//S${step} EXEC STEPS,MEM=M${step}` : `//S${step} EXEC PGM=IEFBR14,COND=(4,LT)`);
    lines.push('//* A COMMENT BETWEEN STATEMENTS');
    for (let dd = 0; dd < dds; dd += 1) {
      const prefix = step % 2 === 0 ? 'COMP.' : '';
      lines.push(`//${prefix}D${dd} DD DSN=&HLQ..LIB${dd}(M${step}),DISP=SHR,   A COMMENT`);
      lines.push('//             DCB=(RECFM=FB,LRECL=80)');
    }
    count += dds + 2;
  }
  return lines;
}

const request = {
  jobid: 'JOB00001',
  defaults: { jobClass: 'A', messageClass: 'H' },
  lookups: {
    member: () => undefined,
    libraryExists: () => true,
    procedureLibraries: [],
    systemSymbols: new Map([['SYSUID', 'BENCH']]),
  },
};

/** JCL conversion: lines a second, and time per line of a job of 5,000 statements against one of 500. */
export const practiceJcl: Bench = {
  name: 'practice-jcl',
  async run({ quick, say }) {
    const rows: Row[] = [];
    let before: number | undefined;
    for (const statements of [500, 5000]) {
      const lines = jobOf(statements);
      convertJob(lines, request);
      const millis = await medianMillis(quick ? 5 : 15, () => convertJob(lines, request));
      const micros = (millis * 1000) / lines.length;
      say(`${lines.length} lines: ${shown(millis)} ms`);
      rows.push({
        what: `JCL conversion, a job of ${statements.toLocaleString('en-GB')} statements (${lines.length} lines)`,
        figure: `${Math.round(1_000_000 / micros).toLocaleString('en-GB')} lines a second`,
        against: before === undefined ? '' : `${shown(before)} µs a line with 500 statements`,
        ...(before === undefined ? {} : { ratio: micros / before, target: { most: 1.5 } }),
      });
      before = micros;
    }
    return rows;
  },
};
