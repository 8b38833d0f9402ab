import { ddMissing, localTime, openListing } from '../listing.ts';
import { ended } from '../program.ts';
import type { Completion, Program, Step } from '../program.ts';
import { copiedFormat } from './copied-format.ts';
import { generate } from './iebgener.ts';

const copied = 0;
const failed = 12;
const unsupported = 24;

/**
 * IEBGENER's copy by DFSORT: shorter records are padded, longer ones cut. With control statements IEBGENER itself runs.
 *
 * @see z/OS DFSORT Application Programming Guide, Using the ICEGENER facility: 0, 4, 12 (not 16), 24 unsupported
 */
export function icegener(timeZone: string): Program {
  return { names: ['ICEGENER'], run: (step) => Promise.resolve(run(step, timeZone)) };
}

function run(step: Step, timeZone: string): Completion {
  const control = step.dd('SYSIN');
  const statements = control === undefined || control.kind === 'dummy' ? [] : control.lines();
  if (statements.some((line) => line.trim() !== '')) return generate(step);
  const listing = openListing(step, 'SYSPRINT');
  if (listing === undefined) return ended(failed);
  listing.line('ICE143I 0 BLOCKSET     COPY  TECHNIQUE SELECTED', '1');
  const at = localTime(step, timeZone).toFormat('HH:mm ccc LLL dd, yyyy').replace(' ', ' ON ').toUpperCase();
  listing.line(`ICE000I 1 - CONTROL STATEMENTS FOR 5650-ZOS, Z/OS DFSORT V2R4  - ${at} -`);
  const input = step.dd('SYSUT1');
  const output = step.dd('SYSUT2');
  if (input === undefined || output === undefined) {
    const absent = input === undefined ? 'SYSUT1' : 'SYSUT2';
    ddMissing(step, absent);
    listing.line(`ICE056A 0 ${absent.padEnd(8)} NOT DEFINED`);
    return ended(failed);
  }
  if (step.parm !== '') {
    listing.line(`ICE160A 0 PARM ${step.parm} IS NOT SUPPORTED BY ICEGENER`);
    return ended(unsupported);
  }
  const records = input.kind === 'dummy' ? [] : input.records();
  const format = copiedFormat(input, output);
  const from = { recfm: input.attributes.recfm ?? 'FB', lrecl: input.attributes.lrecl ?? 80 };
  if (format === undefined || familyDiffers(from.recfm, format.recfm)) {
    listing.line('ICE141A 0 SYSUT2 RECORD FORMAT OR LENGTH IS NOT COMPATIBLE WITH SYSUT1');
    return ended(failed);
  }
  const name = `${step.jobname.padEnd(8)}.${step.stepName.padEnd(8)}.${(step.procStepName ?? '').padEnd(8)}`;
  listing.line(`ICE088I 1 ${name}, INPUT LRECL = ${String(from.lrecl)}, TYPE = ${from.recfm}`);
  listing.line(`ICE090I 0 OUTPUT LRECL = ${String(format.lrecl)}, TYPE = ${format.recfm}`);
  output.open(format);
  const fixed = format.recfm.startsWith('F');
  for (const record of records) output.write(fixed ? fitted(record, format.lrecl) : record);
  listing.line('ICE055I 0 INSERT 0, DELETE 0');
  listing.line(`ICE054I 0 RECORDS - IN: ${String(records.length)}, OUT: ${String(records.length)}`);
  listing.line('ICE052I 0 END OF DFSORT');
  return ended(copied);
}

const familyDiffers = (from: string, to: string) => from !== '?' && from.charAt(0) !== to.charAt(0);

const fitted = (record: Buffer, length: number): Buffer =>
  record.length >= length
    ? record.subarray(0, length)
    : Buffer.concat([record, Buffer.alloc(length - record.length, 0x40)]);
