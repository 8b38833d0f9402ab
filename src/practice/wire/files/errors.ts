import { json, Refusal } from '../answer.ts';
import { errorStack } from './error-stack.rules.ts';

export interface FilesFault {
  status: number;
  category: number;
  rc: number;
  reason: number;
  message: string;
  details?: readonly string[];
  /** Topmost frame of the stack. @default one that goes with the category */
  frame?: string;
}

/**
 * A files error document, keys in the order of the files service. Texts that public recordings show are the recorded
 * ones; `unverified` in a docstring marks those for which none was found.
 *
 * @see IBM z/OS Management Facility Programming Guide, z/OS data set and file REST interface, Error reporting categories
 */
export function filesError({ status, details, frame, ...fault }: FilesFault): Refusal {
  const stack = errorStack(fault.category, frame);
  return new Refusal(json(status, { ...fault, stack, ...(details === undefined ? {} : { details }) }));
}

/** Category 1: reason 1 = the path, 2 = the length of a name, 5 = the list level, 7 = a header or a value, 13 = a query. */
export const badRequest = (reason: number, message: string) =>
  filesError({ status: 400, category: 1, rc: 4, reason, message });

/** A body that is no JSON. The numbers are unverified. */
export const notJson = () =>
  filesError({ status: 400, category: 7, rc: 4, reason: 1, message: 'JSON input cannot be parsed' });

/** SVC 99 error 1708 as the files service shows it; messages of TSO have four blanks at their end. */
export const dataSetNotFound = (dsname: string) =>
  filesError({
    ...{ status: 404, category: 6, rc: 8, reason: 0x1708020a, message: 'Data set not found.' },
    details: [`IKJ56228I DATA SET ${dsname} NOT IN CATALOG OR CATALOG CAN NOT BE ACCESSED    `],
  });

export const memberNotFound = (dsname: string, member: string) =>
  filesError({
    ...{ status: 404, category: 6, rc: 8, reason: 524, message: 'Member not found' },
    ...{ details: [`${dsname}(${member})`], frame: 'DatasetReader::open()' },
  });

/** A holder of a data set, as `IEFA110I` lists it. */
export interface Holder {
  system: string;
  jobname: string;
  /** Address space, four hexadecimal digits. */
  asid: string;
}

/** SVC 99 error 0210 as the files service shows it: somebody holds the data set. */
export const dataSetHeld = (dsname: string, holders: readonly Holder[] = []) =>
  filesError({
    ...{ status: 500, category: 6, rc: 8, reason: 0x0210020a, message: 'Dynamic allocation failed' },
    details: [
      `IKJ56225I DATA SET ${dsname} ALREADY IN USE, TRY LATER+    `,
      'IKJ56225I DATA SET IS ALLOCATED TO ANOTHER JOB OR USER    ',
      'IEFA110I DATA SET CONTENTION    ',
      `DATA SET ${dsname} IN USE BY    `,
      'SYSNAME  JOBNAME  ASID      ',
      ...holders.map(({ system, jobname, asid }) => `${system.padEnd(8)} ${jobname.padEnd(8)} ${asid}      `),
    ],
  });

/** The enqueue that an editor takes is held by somebody else. */
export const memberHeld = (dsname: string, member = '') =>
  filesError({
    ...{ status: 500, category: 6, rc: 8, reason: 513, message: 'Enqueue for QNAME=SPFEDIT failed' },
    details: [`ISGENQ obtain for SPFEDIT/${dsname.padEnd(44)}${member.padEnd(8)} failed: RC/REASON=0x40404`],
    frame: 'DatasetWriter::enqueue()',
  });

/** The C library cannot open what was named: a library without a member, a member of a sequential data set. */
export const cannotOpen = () =>
  filesError({
    ...{ status: 500, category: 6, rc: 8, reason: 513, message: 'fopen() error' },
    details: [
      'EDC5047I An invalid file name was specified as a function parameter. (errno2=0xC00B0283)',
      '__amrc: __last_op=401 __code=0x00000000',
    ],
    frame: 'DatasetWriter::open()',
  });

/** A record was longer than the data set takes; all records were written, this one cut. */
export const recordTruncated = () =>
  filesError({
    ...{ status: 500, category: 6, rc: 8, reason: 520, message: 'fwrite() error' },
    details: [
      'EDC5003I Truncation of a record occurred during an I/O operation. (errno2=0xC0440016)',
      '__amrc: __last_op=151 __code=0x00000000',
    ],
    frame: 'DatasetWriter::write()',
  });

/** No space to write. The details are unverified. */
export const cannotExtend = (dsname: string, abend: string) =>
  filesError({
    ...{ status: 500, category: 6, rc: 8, reason: 520, message: 'fwrite() error' },
    details: [`${abend} ${dsname}`],
    frame: 'DatasetWriter::write()',
  });

/** A code page that no converter is there for. */
export const unknownCodePage = () =>
  filesError({
    ...{ status: 500, category: 16, rc: 121, reason: -1_037_303_780, message: 'iconv_open() failed.' },
    details: ['EDC5121I Invalid argument. (errno2=0xC22C001C)'],
  });

/** Bytes of the request that are no text of its character set. Numbers and details are unverified. */
export const illegalSequence = () =>
  filesError({
    ...{ status: 500, category: 16, rc: 147, reason: 0, message: 'Illegal character sequence detected by iconv()' },
    details: ['EDC5147I Illegal byte sequence.'],
    frame: 'Translator::translate()',
  });

/** All address spaces that the user may have are busy. */
export const noAddressSpace = () =>
  filesError({
    ...{ status: 500, category: 3, rc: 12, reason: 4 },
    message: 'The maximum number of TSO address spaces have been created.',
  });

/** A label that OPEN refuses, such as a block size that is no multiple of the record length. The details are unverified. */
export const labelRefused = (dsname: string) =>
  filesError({
    ...{ status: 500, category: 6, rc: 8, reason: 513, message: 'fopen() error' },
    details: [`EDC5092I An I/O abend was trapped. (errno2=0xC00B0403)`, `IEC141I 013-20 ${dsname}`],
    frame: 'DatasetWriter::open()',
  });

/** The address space that serves the user did not answer in time. */
export const noAnswerInTime = (user: string, seconds: number) =>
  filesError({
    ...{ status: 500, category: 2, rc: 4, reason: 1 },
    message: `receiveResponseHeader: timeout receiving response (>${String(seconds)} secs): TsoServerConnection(USER=${user})`,
  });

/**
 * Dynamic allocation of a new data set failed. `rc` is the SVC 99 error code, `reason` the key of the text unit at fault.
 *
 * @see z/OS MVS Programming: Authorized Assembler Services Guide, Interpreting error reason codes from DYNALLOC
 */
export const allocationError = (rc: number, reason: number) =>
  filesError({ status: 500, category: 8, rc, reason, message: 'Dynamic allocation Error' });
