import { DataSetError } from '../../datasets/data-sets.ts';
import { json, Refusal } from '../answer.ts';

export interface FilesFault {
  status: number;
  category: number;
  rc: number;
  reason: number;
  message: string;
  details?: readonly string[];
}

/** A files error document, keys in the order of the files service. */
export function filesError({ status, details, ...fault }: FilesFault): Refusal {
  const stack = `FilesException: category=${String(fault.category)} rc=${String(fault.rc)} reason=${String(fault.reason)} ${fault.message}`;
  return new Refusal(json(status, { ...fault, stack, ...(details === undefined ? {} : { details }) }));
}

/** SVC 99 error 1708 as the files service shows it. */
const notInCatalog = 0x1708020a;

export const dataSetNotFound = (dsname: string) =>
  filesError({
    ...{ status: 404, category: 6, rc: 8, reason: notInCatalog, message: 'Data set not found.' },
    details: [`IKJ56228I DATA SET ${dsname} NOT IN CATALOG OR CATALOG CAN NOT BE ACCESSED`],
  });

export const memberNotFound = (dsname: string, member: string) =>
  filesError({
    status: 404,
    category: 6,
    rc: 8,
    reason: 524,
    message: 'Member not found',
    details: [`${dsname}(${member})`],
  });

/** An ISPF library service that failed: `LMINIT`, `LMOPEN`, `LMERASE` … */
export const ispfError = (status: number, message: string, detail: string) =>
  filesError({ status, category: 4, rc: 8, reason: 0, message, details: [`ISRZ002 ${detail}`] });

export const notCatalogued = (service: string, dsname: string) =>
  ispfError(404, `${service} error`, `Data set not cataloged - '${dsname}' was not found in catalog.`);

export const notAuthorised = (service = 'LMOPEN') =>
  ispfError(500, `${service} error`, 'Authorization failed - You may not use this protected data set. Open 913 abend.');

export const allocationError = (rc: number, reason: number) =>
  filesError({ status: 500, category: 8, rc, reason, message: 'Dynamic allocation Error' });

export const badRequest = (reason: number, message: string) =>
  filesError({ status: 400, category: 1, rc: 4, reason, message });

/** SVC 99 error 0210 as the files service shows it: a job holds the data set. */
export const dataSetHeld = (dsname: string) =>
  filesError({
    ...{ status: 500, category: 6, rc: 8, reason: 0x0210020a, message: 'Dynamic allocation failed' },
    details: [`IKJ56225I DATA SET ${dsname} ALREADY IN USE, TRY LATER+`, 'IEFA110I DATA SET CONTENTION'],
  });

/** Runs `act`, wording a data set fault as reading and writing of content does. */
export function wordingFaults<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof DataSetError) throw worded(error);
    throw error;
  }
}

function worded({ fault }: DataSetError): Refusal {
  const { dsname } = fault;
  switch (fault.kind) {
    case 'not-catalogued':
      return dataSetNotFound(dsname);
    case 'member-missing':
      return memberNotFound(dsname, fault.member);
    case 'not-partitioned':
      return ispfError(500, 'LMINIT error', `Data set not partitioned - '${dsname}' is not a partitioned data set.`);
    case 'exists':
      return ispfError(500, 'Rename member failed', `Member already exists - ${dsname}`);
    case 'directory-full':
      return ispfError(500, 'LMMADD error', `Directory full - No room in the directory of '${dsname}'. IEC217I B14-0C`);
    case 'no-space':
      return filesError({
        status: 500,
        category: 6,
        rc: 8,
        reason: 0,
        message: 'Write error',
        details: [`IEC032I E37-04 ${dsname}`],
      });
    case 'generations-exist':
      return ispfError(500, 'LMERASE error', `Generations exist - '${dsname}'`);
  }
}
