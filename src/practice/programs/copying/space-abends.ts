import { DataSetError } from '../../datasets/data-sets.ts';
import { Abend } from '../program.ts';
import type { Step } from '../program.ts';

/**
 * The abend that a write without room comes to: SD37-04 primary used and no secondary; SE37-04 sixteen extents of a
 * library or a full volume; SB37-04 the same of a sequential data set; SB14-0C a full directory.
 *
 * @see z/OS MVS System Messages Vol 7: IEC030I, IEC031I, IEC032I, IEC217I
 * @returns the error itself when it is no lack of room
 */
export function outOfSpace(step: Step, dd: { name: string }, error: unknown): unknown {
  if (!(error instanceof DataSetError)) return error;
  const { fault } = error;
  const place = `${step.jobname},${step.procStepName ?? step.stepName},${dd.name}`;
  if (fault.kind === 'directory-full')
    return new Abend({ kind: 'system-abend', code: 'B14', reason: '0000000C' }, [
      `IEC217I B14-0C,IFG0554P,${place},0940,${volumeOf(step, fault.dsname)},${fault.dsname}`,
    ]);
  if (fault.kind !== 'no-space') return error;
  const label = step.dataSets.find(fault.dsname)?.attributes;
  const [code, id] =
    label?.secondary === 0 ? ['D37', 'IEC031I'] : label?.dsorg === 'PO' ? ['E37', 'IEC032I'] : ['B37', 'IEC030I'];
  return new Abend({ kind: 'system-abend', code, reason: '00000004' }, [
    `${id} ${code}-04,IFG0554P,${place},0940,${volumeOf(step, fault.dsname)},${fault.dsname}`,
  ]);
}

const volumeOf = (step: Step, dsname: string) => step.dataSets.find(dsname)?.volume ?? '';
