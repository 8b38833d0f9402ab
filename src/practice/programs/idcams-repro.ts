import type { AmsCommand, AmsRun, AmsStep } from './ams.ts';
import { DataSetError } from '../datasets/data-sets.ts';
import { operandsOf } from './idcams-control.ts';

interface Side {
  records(): readonly Buffer[];
  write(records: readonly Buffer[]): void;
}

/** REPRO of sequential data sets and members; no VSAM on the practice system. */
export const repro: AmsCommand = {
  verbs: ['REPRO'],
  run(step, operands, run) {
    const { keywords } = operandsOf(operands);
    const input = sideOf(
      step,
      run,
      keywords.get('INFILE') ?? keywords.get('IFILE'),
      keywords.get('INDATASET') ?? keywords.get('IDS'),
    );
    const output = sideOf(
      step,
      run,
      keywords.get('OUTFILE') ?? keywords.get('OFILE'),
      keywords.get('OUTDATASET') ?? keywords.get('ODS'),
    );
    if (input === undefined || output === undefined) {
      run.print('IDC0005I NUMBER OF RECORDS PROCESSED WAS 0');
      run.print('IDC3003I FUNCTION TERMINATED. CONDITION CODE IS 12');
      return 12;
    }
    const skip = Number(keywords.get('SKIP') ?? 0);
    const count = Number(keywords.get('COUNT') ?? Infinity);
    const records = input.records().slice(skip, skip + count);
    output.write(records);
    run.print(`IDC0005I NUMBER OF RECORDS PROCESSED WAS ${String(records.length)}`);
    return 0;
  },
};

function sideOf(step: AmsStep, run: AmsRun, ddname: string | undefined, dataSet: string | undefined): Side | undefined {
  if (ddname !== undefined) return ddSide(step, run, ddname);
  const parts = /^'?([^'(]+)(?:\((.+)\))?'?$/.exec(dataSet ?? '');
  if (parts === null) {
    run.print('IDC3212I REQUIRED KEYWORD INFILE OR OUTFILE NOT FOUND');
    return undefined;
  }
  const [, dsname = '', member] = parts;
  if (step.dataSets.find(dsname) === undefined) {
    run.print(`IDC3012I ENTRY ${dsname} NOT FOUND`);
    return undefined;
  }
  return {
    records: () => readOrNone(step, dsname, member),
    write: (records) => step.dataSets.write(dsname, member, records, { user: step.user, statistics: 'none' }),
  };
}

function ddSide(step: AmsStep, run: AmsRun, ddname: string): Side | undefined {
  const dd = step.dd(ddname);
  if (dd === undefined) {
    run.print(`IDC3300I  ERROR OPENING ${ddname}`);
    return undefined;
  }
  return {
    records: () => (dd.kind === 'dummy' ? [] : dd.records()),
    write: (records) => {
      dd.open({ recfm: 'FB', lrecl: records[0]?.length ?? 80 });
      for (const record of records) dd.write(record);
    },
  };
}

function readOrNone(step: AmsStep, dsname: string, member: string | undefined): readonly Buffer[] {
  try {
    return step.dataSets.read(dsname, member);
  } catch (error) {
    if (error instanceof DataSetError && error.fault.kind === 'member-missing') return [];
    throw error;
  }
}
