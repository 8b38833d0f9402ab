/** Writes the records of a DFSORT run to SORTOUT and to the data sets of OUTFIL. */

import type { Step } from '../program.ts';
import { SortError } from './control-error.rules.ts';
import { distributed, type Distributed } from './run-plan.rules.ts';
import { type Opened, writeTo } from './sort-files.ts';
import type { Work } from './sort-request.ts';
import type { Source } from './sort-source.ts';

interface Writing extends Work {
  variable: boolean;
  source: Source;
}

/** Writes every output of the plan. @returns the highest code @throws {SortError} ICE222A */
export function writeAll(
  step: Step,
  say: (text: string) => void,
  records: readonly Buffer[],
  writing: Writing,
): number {
  const { plan, request, source, variable } = writing;
  const named = plan.outfils.flatMap(({ ddnames }) => ddnames);
  const outputs = [plan.output, ...(request.alsoTo ?? [])];
  const plain = outputs.filter((name) => !named.includes(name) && (named.length === 0 || step.dd(name) !== undefined));
  let code = 0;
  for (const ddname of plain) code = Math.max(code, writePlain(step, say, ddname, records, writing));
  for (const part of distributed(records, plan.outfils)) {
    const outfil = plan.outfils.find(({ ddnames }) => ddnames.includes(part.ddname));
    const isVariable = outfil?.convert === 'FTOV' || (variable && outfil?.convert !== 'VTOF' && !part.report);
    const lrecl = longest(part.records) ?? source.lrecl;
    const recfm =
      part.report && outfil?.removeControl !== true ? 'FBA' : isVariable ? 'VB' : source.variable ? 'FB' : source.recfm;
    const opened = writeTo(step, { ddname: part.ddname, records: part.records, variable: isVariable, lrecl, recfm });
    if (
      opened.different !== undefined &&
      step.dd(part.ddname)?.kind === 'data-set' &&
      part.records.length > 0 &&
      opened.different === 'shorter'
    )
      throw new SortError(
        `ICE222A 0 ${String(lrecl)} BYTE FIXED RECORD LENGTH IS NOT EQUAL TO ${String(opened.lrecl)} BYTE LRECL FOR ${part.ddname}`,
      );
    sayOutfil(say, part, opened, records.length);
    if (part.data === 0) {
      say(`ICE174I 0 NO DATA RECORDS FOR AN OUTFIL DATA SET - RC=${String(outfil?.nullReturn ?? 0)}`);
      code = Math.max(code, outfil?.nullReturn ?? 0);
    }
  }
  return code;
}

const longest = (records: readonly Buffer[]): number | undefined =>
  records.length === 0 ? undefined : records.reduce((most, record) => Math.max(most, record.length), 0);

function sayOutfil(say: (text: string) => void, part: Distributed, opened: Opened, all: number): void {
  say(
    `ICE224I 0 OUTFIL PROCESSING FOR ${part.ddname.padEnd(8)}: LRECL = ${String(opened.lrecl)}, BLKSIZE = ${String(opened.blksize ?? 0)}, TYPE = ${opened.recfm}`,
  );
  say(
    `ICE227I 0 ${part.ddname.padEnd(8)}: DELETED = ${String(part.deleted)}, REPORT = ${String(part.lines)}, DATA = ${String(part.data)}`,
  );
  say(`ICE228I 0 ${part.ddname.padEnd(8)}: TOTAL IN = ${String(all)}, TOTAL OUT = ${String(part.records.length)}`);
}

function writePlain(
  step: Step,
  say: (text: string) => void,
  ddname: string,
  records: readonly Buffer[],
  writing: Writing,
): number {
  const { plan, source, variable } = writing;
  const reformatted = plan.inrec !== undefined || plan.outrec !== undefined;
  const lrecl = reformatted && !variable ? (longest(records) ?? source.lrecl) : source.lrecl;
  const opened = writeTo(step, { ddname, records, variable, lrecl, recfm: source.recfm });
  let code = 0;
  if (opened.different !== undefined) {
    code = opened.different === 'longer' ? plan.pad : plan.truncate;
    say(
      `ICE171I 0 ${ddname} LRECL OF ${String(opened.lrecl)} IS DIFFERENT FROM SORTIN(NN) LRECL OF ${String(lrecl)} - RC=${String(code)}`,
    );
  }
  say(
    `ICE090I 0 OUTPUT LRECL = ${String(opened.lrecl)}, BLKSIZE = ${String(opened.blksize ?? 0)}, TYPE = ${opened.recfm}`,
  );
  if (records.length === 0) {
    say(`ICE173I 0 NO RECORDS FOR THE SORTOUT DATA SET - RC=${String(plan.nullReturn)}`);
    code = Math.max(code, plan.nullReturn);
  }
  return code;
}
