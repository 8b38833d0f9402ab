import { ebcdic } from '../../codepages/code-page.ts';
import type { VsamKey, VsamRecord } from '../../datasets/vsam.ts';
import type { AmsCommand } from './ams.ts';
import { counted } from './repro.ts';
import { valueOf } from './operands.rules.ts';
import { partOf, recordsOf, sideOf, sideWords } from './sides.ts';
import type { Side } from './sides.ts';
import { AmsFailure, SyntaxFault } from './ams.ts';

type Form = 'CHARACTER' | 'HEX' | 'DUMP';

/** @see z/OS DFSMS Access Method Services Commands, PRINT */
export const print: AmsCommand = {
  verbs: ['PRINT'],
  keywords: { ...sideWords, CHARACTER: ['CHAR'], HEX: [], DUMP: [], DBCS: [] },
  run(step, given, run) {
    const forms = (['CHARACTER', 'HEX', 'DUMP'] as const).filter((form) => given.keywords.has(form));
    if (forms.length > 1) throw new SyntaxFault('IDC3213I INCONSISTENT PARAMETERS INCLUDING CHARACTER SPECIFIED');
    const form: Form = forms[0] ?? 'DUMP';
    const ddname = valueOf(given, 'OUTFILE');
    const listing = ddname === undefined ? undefined : step.dd(ddname);
    if (ddname !== undefined && listing === undefined) throw new AmsFailure([`IDC3300I  ERROR OPENING ${ddname}`], 12);
    listing?.open({ recfm: 'VBA', lrecl: 125 });
    const put = (text: string, control = ' ') => {
      if (listing === undefined) run.print(text, control);
      else listing.writeLine(`${control}${text}`);
    };
    const input = sideOf(step, given, run, { file: 'INFILE', dataSet: 'INDATASET' });
    const records = recordsOf(step, input, partOf(given));
    put(`LISTING OF DATA SET -${input.kind === 'dd' ? (input.dd.dsname ?? input.name) : input.name}`, '0');
    for (const record of records) printRecord(input, record, form, put);
    put('', '0');
    run.print(counted(records.length), '0');
    return 0;
  },
};

type Put = (text: string, control?: string) => void;

function printRecord(side: Side, { key, data }: VsamRecord, form: Form, put: Put): void {
  put(heading(side, key, form), '0');
  const width = form === 'DUMP' ? 32 : form === 'HEX' ? 60 : 120;
  for (let at = 0; at < Math.max(1, data.length); at += width) {
    const part = data.subarray(at, at + width);
    if (form === 'CHARACTER') put(visible(part));
    else if (form === 'HEX') put(part.toString('hex').toUpperCase());
    else put(dumpLine(at, part));
  }
}

function heading(side: Side, key: VsamKey, form: Form): string {
  if (side.kind !== 'vsam') return `RECORD SEQUENCE NUMBER - ${String(key)}`;
  if (Buffer.isBuffer(key))
    return `KEY OF RECORD - ${form === 'CHARACTER' ? visible(key) : key.toString('hex').toUpperCase()}`;
  return side.cluster.type === 'RRDS' ? `RELATIVE RECORD NUMBER - ${String(key)}` : `RBA OF RECORD - ${String(key)}`;
}

const visible = (bytes: Buffer) => ebcdic.decode(bytes).replaceAll(/[^\x20-\x7e\xa1-\xff]/g, '.');

/** Offset, two groups of four words, and the characters between asterisks. */
function dumpLine(offset: number, part: Buffer): string {
  const words =
    part
      .toString('hex')
      .toUpperCase()
      .match(/.{1,8}/g) ?? [];
  const group = (from: number) =>
    words
      .slice(from, from + 4)
      .join(' ')
      .padEnd(35);
  const place = offset.toString(16).toUpperCase().padStart(6, '0');
  return `${place}  ${group(0)}   ${group(4)}   *${visible(part).padEnd(32)}*`;
}
