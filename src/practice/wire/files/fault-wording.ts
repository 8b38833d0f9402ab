import { DataSetError } from '../../datasets/data-sets.ts';
import type { Attributes, DataSetFault } from '../../datasets/data-sets.ts';
import type { Refusal } from '../answer.ts';
import { allocationError, cannotExtend, cannotOpen, dataSetNotFound, memberNotFound } from './errors.ts';
import { ispfError, notPartitioned, organisationNotSupported } from './ispf-errors.ts';

type Growth = Pick<Attributes, 'dsorg' | 'secondary'>;

/**
 * Runs `act`, wording a data set fault as reading and writing of content does.
 *
 * @param written label of the data set that is written
 */
export function wordingFaults<Result>(act: () => Result, written?: Growth): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof DataSetError) throw worded(error.fault, written);
    throw error;
  }
}

/** A fault of catalog and disk as an error document. */
export function worded(fault: DataSetFault, written?: Growth): Refusal {
  const { dsname } = fault;
  switch (fault.kind) {
    case 'not-catalogued':
    case 'no-volume':
      return dataSetNotFound(dsname);
    case 'member-missing':
      return fault.member === '' ? cannotOpen() : memberNotFound(dsname, fault.member);
    case 'not-partitioned':
      return notPartitioned(dsname);
    case 'wrong-organisation':
      return organisationNotSupported(dsname);
    case 'exists':
      return ispfError(
        500,
        'Rename member failed',
        `Member already exists - ${dsname} already exists in the directory.`,
      );
    case 'directory-full':
      return ispfError(
        500,
        'LMMADD error',
        `No space in directory - The directory of '${dsname}' is full. Abend B14-0C.`,
      );
    case 'no-space':
      return fault.extents === 0 ? allocationError(900, 7) : cannotExtend(dsname, spaceAbend(written));
    case 'generations-exist':
      return ispfError(500, 'LMERASE error', `Data set not deleted - '${dsname}' is the base of generations.`);
    case 'recall-failed':
      return recallFailed(dsname);
    case 'duplicate-key':
    case 'record-missing':
    case 'record-length':
      return organisationNotSupported(dsname);
  }
}

/** No secondary quantity; a library; no extent or no room left (z/OS MVS System Messages, IEC030I to IEC032I). */
function spaceAbend(written: Growth | undefined): string {
  if (written?.secondary === 0) return 'IEC031I D37-04';
  return written?.dsorg === 'PO' ? 'IEC032I E37-04' : 'IEC030I B37-04';
}

/** A storage manager could not bring a data set back. The numbers are unverified. */
export const recallFailed = (dsname: string) =>
  ispfError(500, 'LMINIT error', `Recall failed - ARC1001I ${dsname} RECALL FAILED, RC=0099, REAS=0000`);
