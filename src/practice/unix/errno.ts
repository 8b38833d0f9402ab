/**
 * Errors of z/OS UNIX services: number, C runtime message, and the reason code that goes with it most often.
 *
 * @see z/OS UNIX System Services Messages and Codes: Return codes (errnos); z/OS Language Environment Runtime Messages
 */
const table = {
  EACCES: [111, 'EDC5111I Permission denied.', 'EF076015'],
  EAGAIN: [112, 'EDC5112I Resource temporarily unavailable.', '00000000'],
  EBADF: [113, 'EDC5113I Bad file descriptor.', '00000000'],
  EBUSY: [114, 'EDC5114I Resource busy.', '058800AA'],
  EEXIST: [117, 'EDC5117I File exists.', '05620062'],
  EINVAL: [121, 'EDC5121I Invalid argument.', '055501B0'],
  EISDIR: [123, 'EDC5123I Is a directory.', '055D0149'],
  ENAMETOOLONG: [126, 'EDC5126I Filename too long.', '053B0040'],
  ENOENT: [129, 'EDC5129I No such file or directory.', '053B006C'],
  ENOEXEC: [130, 'EDC5130I Exec format error.', '00000000'],
  ENOSPC: [133, 'EDC5133I No space left on device.', '00000000'],
  ENOSYS: [134, 'EDC5134I Function not implemented.', '00000000'],
  ENOTDIR: [135, 'EDC5135I Not a directory.', '0594003C'],
  ENOTEMPTY: [136, 'EDC5136I Directory not empty.', 'EF1C6045'],
  EPERM: [139, 'EDC5139I Operation not permitted.', '1B9A0007'],
  EROFS: [141, 'EDC5141I Read-only file system.', '104C0079'],
  EXDEV: [144, 'EDC5144I Improper link.', '00000000'],
  ELOOP: [146, 'EDC5146I Too many levels of symbolic links.', '00000000'],
  EILSEQ: [147, 'EDC5147I Illegal byte sequence.', 'C25F002E'],
} as const satisfies Record<string, readonly [number, string, string]>;

export type Errno = keyof typeof table;

/** A UNIX service that failed; each caller words it in its own way: shell message, z/OSMF document, BPX message. */
export class UnixError extends Error {
  override readonly name = 'UnixError';
  /** As z/OS numbers it: EACCES 111, ENOENT 129 … */
  readonly number: number;
  /** `EDC5129I No such file or directory.` */
  readonly text: string;
  /** Reason code, eight hexadecimal digits. */
  readonly errno2: string;
  constructor(
    readonly errno: Errno,
    readonly path: string,
  ) {
    super(`${path}: ${table[errno][1]}`);
    [this.number, this.text, this.errno2] = table[errno];
  }
}
