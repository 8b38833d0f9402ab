import type { VsamRecord } from '../../datasets/vsam.ts';
import { AmsFailure } from './ams.ts';
import type { AmsCommand, AmsRun, AmsStep } from './ams.ts';
import { loadCluster } from './load-cluster.ts';
import type { Given } from './operands.rules.ts';
import { partOf, recordsOf, sideOf, sideWords } from './sides.ts';
import type { Side } from './sides.ts';

/**
 * REPRO between sequential data sets, members and VSAM. Merging of catalogs and enciphering are refused.
 *
 * @see z/OS DFSMS Access Method Services Commands, REPRO
 */
export const repro: AmsCommand = {
  verbs: ['REPRO'],
  keywords: {
    ...sideWords,
    ...{ REPLACE: ['REP'], NOREPLACE: ['NREP'], REUSE: ['RUS'], NOREUSE: ['NRUS'], ERRORLIMIT: ['ELIMIT'], FILE: [] },
  },
  run(step, given, run) {
    const progress = { processed: 0 };
    try {
      const code = reproduce(step, given, run, progress);
      run.print(counted(progress.processed), '0');
      return code;
    } catch (error) {
      if (!(error instanceof AmsFailure)) throw error;
      throw new AmsFailure([...error.lines, counted(progress.processed)], error.code);
    }
  },
};

export const counted = (records: number) => `IDC0005I NUMBER OF RECORDS PROCESSED WAS ${String(records)}`;

function reproduce(step: AmsStep, given: Given, run: AmsRun, progress: { processed: number }): number {
  const input = sideOf(step, given, run, { file: 'INFILE', dataSet: 'INDATASET' });
  const output = sideOf(step, given, run, { file: 'OUTFILE', dataSet: 'OUTDATASET' });
  const records = recordsOf(step, input, partOf(given));
  if (output.kind === 'vsam') return loadCluster(step, { output, records, given, run, progress });
  writeOut(step, input, output, records);
  progress.processed = records.length;
  return 0;
}

function writeOut(step: AmsStep, input: Side, output: Exclude<Side, { kind: 'vsam' }>, records: readonly VsamRecord[]) {
  const data = records.map((record) => record.data);
  if (output.kind === 'data-set') {
    const label = step.dataSets.find(output.dsname)?.attributes;
    demandLength(output.name, data, label?.recfm, label?.lrecl);
    step.dataSets.write(output.dsname, output.member, data, { user: step.user, statistics: 'none' });
    return;
  }
  demandLength(output.name, data, output.dd.attributes.recfm, output.dd.attributes.lrecl);
  output.dd.open(formOf(step, input, data));
  for (const record of data) output.dd.write(record);
}

/** A record that is longer than the output takes ends the command. */
function demandLength(name: string, records: readonly Buffer[], recfm: string | undefined, lrecl = 0): void {
  if (recfm === undefined || recfm === '?' || lrecl === 0 || recfm.startsWith('U')) return;
  const most = recfm.startsWith('V') ? lrecl - 4 : lrecl;
  if (records.some((record) => record.length > most))
    throw new AmsFailure(
      [`IDC3302I  ACTION ERROR ON ${name}`, 'IDC3336I ** RECORD LENGTH IS GREATER THAN MAXIMUM'],
      12,
    );
}

function formOf(step: AmsStep, input: Side, records: readonly Buffer[]) {
  if (input.kind === 'vsam') return { recfm: 'VB' as const, lrecl: input.cluster.maximumRecord + 4 };
  const label = input.kind === 'dd' ? input.dd.attributes : step.dataSets.find(input.dsname)?.attributes;
  const recfm = label?.recfm === undefined || label.recfm === '?' ? ('FB' as const) : label.recfm;
  return { recfm, lrecl: label?.lrecl ?? records[0]?.length ?? 80 };
}
