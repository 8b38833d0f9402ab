import { ebcdic } from '../../codepages/code-page.ts';
import { DataSetError } from '../../datasets/data-sets.ts';
import type { Cluster, VsamRecord } from '../../datasets/vsam.ts';
import { AmsFailure } from './ams.ts';
import type { AmsRun, AmsStep } from './ams.ts';
import { numberOf } from './names.ts';
import { valueOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';
import { cannotOpen } from './sides.ts';
import type { Side } from './sides.ts';

export interface Loading {
  output: Extract<Side, { kind: 'vsam' }>;
  records: readonly VsamRecord[];
  given: Given;
  run: AmsRun;
  progress: { processed: number };
}

const defaultErrorLimit = 4;

/**
 * Loads an empty cluster in one go, or brings records into one that has some. Records that cannot be taken are said;
 * at the limit of errors the command ends.
 *
 * @see z/OS DFSMS Access Method Services Commands, REPRO: REUSE, REPLACE, ERRORLIMIT
 * @returns 0, or 12 when a record was not taken
 */
export function loadCluster(step: AmsStep, loading: Loading): number {
  const { output, given } = loading;
  const { vsam } = step.dataSets;
  let { cluster } = output;
  if (given.keywords.has('REUSE')) {
    if (cluster.records > 0 && cluster.reuse !== true) throw cannotOpen(output.name, 232);
    vsam.reset(cluster.name);
    cluster = vsam.find(cluster.name) ?? cluster;
  }
  const errors = new Errors(output.name, loading.run, numberOf(valueOf(given, 'ERRORLIMIT'), 1) ?? defaultErrorLimit);
  if (cluster.records === 0 && cluster.type !== 'RRDS') loadAnew(step, cluster, loading, errors);
  else merge(step, cluster, loading, errors);
  return errors.count > 0 ? 12 : 0;
}

class Errors {
  count = 0;

  constructor(
    private readonly name: string,
    private readonly run: AmsRun,
    private readonly limit: number,
  ) {}

  /** @throws {AmsFailure} at the limit */
  say(...lines: string[]): void {
    this.count += 1;
    this.run.print(`IDC3302I  ACTION ERROR ON ${this.name}`, '0');
    for (const line of lines) this.run.print(line);
    if (this.count >= this.limit) throw new AmsFailure(['IDC31467I MAXIMUM ERROR LIMIT REACHED.'], 12);
  }
}

const shown = (key: Buffer) => ebcdic.decode(key).replaceAll(/[^\x20-\x7e]/g, '.');

/** Keys must rise. */
function loadAnew(step: AmsStep, cluster: Cluster, { records, progress }: Loading, errors: Errors): void {
  const taken: Buffer[] = [];
  let last: Buffer | undefined;
  const keep = () => {
    if (taken.length > 0) step.dataSets.write(cluster.name, undefined, taken, { user: step.user });
    progress.processed = taken.length;
  };
  try {
    for (const { data } of records) {
      const key = keyIn(cluster, data);
      if (data.length > cluster.maximumRecord || (cluster.key !== undefined && key === undefined))
        errors.say('IDC3351I ** VSAM I/O RETURN CODE IS 108');
      else if (key !== undefined && last?.equals(key) === true)
        errors.say(`IDC3308I ** DUPLICATE RECORD ${shown(key)}`, 'IDC3351I ** VSAM I/O RETURN CODE IS 8');
      else if (key !== undefined && last !== undefined && key.compare(last) < 0)
        errors.say(`IDC3314I ** RECORD ${shown(key)} OUT OF SEQUENCE`, 'IDC3351I ** VSAM I/O RETURN CODE IS 12');
      else {
        last = key;
        taken.push(data);
      }
    }
  } finally {
    keep();
  }
}

function keyIn(cluster: Cluster, data: Buffer): Buffer | undefined {
  if (cluster.key === undefined) return undefined;
  const { offset, length } = cluster.key;
  return data.length < offset + length ? undefined : data.subarray(offset, offset + length);
}

function merge(step: AmsStep, cluster: Cluster, loading: Loading, errors: Errors): void {
  const { vsam } = step.dataSets;
  const { records, progress, given } = loading;
  const replaces = given.keywords.has('REPLACE');
  for (const { key: slot, data } of records) {
    const key = keyIn(cluster, data);
    try {
      const at = key ?? (cluster.type === 'RRDS' ? slot : undefined);
      if (replaces && at !== undefined && vsam.get(cluster.name, at) !== undefined)
        vsam.replace(cluster.name, at, data);
      else if (typeof at === 'number') vsam.insert(cluster.name, data, at);
      else vsam.insert(cluster.name, data);
      progress.processed += 1;
    } catch (error) {
      if (!(error instanceof DataSetError)) throw error;
      say(errors, error, key);
    }
  }
}

function say(errors: Errors, error: DataSetError, key: Buffer | undefined): void {
  switch (error.fault.kind) {
    case 'duplicate-key':
      errors.say(
        `IDC3308I ** DUPLICATE RECORD ${key === undefined ? error.fault.key : shown(key)}`,
        'IDC3351I ** VSAM I/O RETURN CODE IS 8',
      );
      return;
    case 'record-length':
      errors.say('IDC3351I ** VSAM I/O RETURN CODE IS 108');
      return;
    case 'no-space':
      throw new AmsFailure(
        [`IDC3302I  ACTION ERROR ON ${error.fault.dsname}`, 'IDC3351I ** VSAM I/O RETURN CODE IS 28'],
        12,
      );
    default:
      throw error;
  }
}
