import { UnixError } from '../../unix/errno.ts';
import type { Errno } from '../../unix/errno.ts';
import type { Refusal } from '../answer.ts';
import { filesError } from '../files/errors.ts';

/** `EDC5129I No such file or directory. (errno2=0x053B006C)` */
export const reasonText = (error: UnixError, errno2 = error.errno2): string => `${error.text} (errno2=0x${errno2})`;

const signed = (errno2: string): number => Number.parseInt(errno2, 16) | 0;

/** Runs an operation; what the file system refuses is worded by the operation. */
export function worded<Result>(wording: (error: UnixError) => Refusal, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw error instanceof UnixError ? wording(error) : error;
  }
}

/**
 * What `stat()` refuses: no such path 404 1/4/8, no directory on the way 400, no permission 500. Texts as recorded; the
 * reason of `Path name is not valid` is unverified.
 */
export function statRefused(error: UnixError): Refusal {
  const details = [reasonText(error)];
  const frame = 'ListFilesServlet::doGet()';
  if (error.errno === 'ENOENT')
    return filesError({ status: 404, category: 1, rc: 4, reason: 8, message: 'Path name not found', details, frame });
  if (['ENOTDIR', 'ENAMETOOLONG', 'EINVAL'].includes(error.errno))
    return filesError({
      status: 400,
      category: 1,
      rc: 4,
      reason: 7,
      message: 'Path name is not valid',
      details,
      frame,
    });
  return filesError({ status: 500, category: 16, rc: 16, reason: 1, message: 'stat() failed', details, frame });
}

/** How `open()` of content is refused: message and reason code. Unverified but for ENOENT, EACCES and reading a directory. */
const openTexts: Partial<Record<Errno, readonly [message: string, errno2: string]>> = {
  ENOENT: ['File not found.', '05E30062'],
  EACCES: ['Client is not authorized for file access.', 'EF6F6015'],
};

export function openRefused(error: UnixError): Refusal {
  const [message, reason] = openTexts[error.errno] ?? ['File open failed.', error.errno2];
  const errno2 = error.errno === 'ENOENT' ? '05620062' : error.errno2;
  return filesError({
    ...{ status: error.errno === 'ENOENT' ? 404 : 500, category: 6, rc: 8, reason: signed(reason), message },
    ...{ details: [reasonText(error, errno2)], frame: 'PosixFileControl::open(const char*)' },
  });
}

/** Content of a directory: the lock on it is refused (recorded). */
export const directoryRead = () =>
  filesError({
    ...{ status: 500, category: 6, rc: 8, reason: 92_078_512, message: 'file lock via fcntl() failed' },
    ...{ details: ['EDC5121I Invalid argument. (errno2=0x055501B0)'], frame: 'PosixFileControl::setLock(short)' },
  });

/** Text that the code page cannot hold (recorded). */
export const illegalSequence = () =>
  filesError({
    ...{ status: 500, category: 16, rc: 147, reason: -1_033_961_426 },
    ...{ message: 'Illegal character sequence detected by iconv()' },
    ...{ details: ['EDC5147I Illegal byte sequence. (errno2=0xC25F002E)'], frame: 'Translator::translate()' },
  });

/** Reason codes that the functions themselves give, where they are recorded. */
const functionReasons: Readonly<Record<string, string | undefined>> = {
  'creat() EACCES': '05E6004C',
  'mkdir() EACCES': 'EF7F6015',
  'lstat() EACCES': 'EF7F6015',
  'lstat() ENOENT': '05BB006C',
};

/** A C function that failed: `creat()`, `mkdir()`, `lstat()`, `unlink()` … (recorded: category 8, rc -1, reason = errno2). */
export const functionFailed = (name: string, frame: string) => (error: UnixError) =>
  filesError({
    ...{ status: 500, category: 8, rc: -1, message: `${name} error` },
    reason: signed(functionReasons[`${name} ${error.errno}`] ?? error.errno2),
    ...{ details: [reasonText(error)], frame },
  });

/** A path that is there already (recorded). */
export const alreadyThere = (what: 'file' | 'directory') =>
  filesError({
    ...{ status: 500, category: 1, rc: 4, reason: 19, message: `The specified ${what} already exists` },
    frame: `CreatFileServlet::create${what === 'file' ? 'File' : 'Dir'}()`,
  });

/** A command of /bin that a utility request ran, and what it wrote (recorded). */
export const commandFailed = (command: string, status: number, errors: readonly string[]) =>
  filesError({
    ...{ status: 500, category: 1, rc: 8, reason: 9, message: `Error executing command. exit_code=${String(status)}` },
    ...{ details: [command, ...errors], frame: 'UnixUtilityServlet::doPut()' },
  });
