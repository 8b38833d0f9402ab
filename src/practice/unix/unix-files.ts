/** What the rest of the practice system may ask of z/OS UNIX files. Content is bytes as stored; text goes by file tag. */

export type FileKind = 'file' | 'directory' | 'link' | 'character';

/** A file tag as chtag sets it; `mixed` is text of several code pages (TXTFLAG off). */
export interface FileTag {
  readonly type: 'text' | 'binary' | 'mixed';
  /** Such as IBM-1047; none with `binary`. */
  readonly codeset?: string;
}

/** A user as z/OS UNIX knows it: the OMVS segment. */
export interface UnixIdentity {
  readonly user: string;
  readonly uid: number;
  readonly gid: number;
  /** Group ids, the default one first. */
  readonly groups: readonly number[];
  readonly home: string;
  /** Initial program, such as `/bin/sh`. */
  readonly program: string;
}

/** Extended attributes of a program file: APF (a), program control (p), shared address space (s), shared library (l). */
export type ExtendedAttribute = 'a' | 'p' | 's' | 'l';

export interface FileStatus {
  readonly kind: FileKind;
  /** The twelve permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly user: string;
  readonly group: string;
  readonly size: number;
  readonly links: number;
  readonly inode: number;
  /** Device number of the file system. */
  readonly device: number;
  /** Milliseconds since 1970 on the system's clock. */
  readonly modified: number;
  readonly accessed: number;
  readonly changed: number;
  readonly tag?: FileTag;
  readonly attributes: readonly ExtendedAttribute[];
  /** What a symbolic link points to. */
  readonly target?: string;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly status: FileStatus;
}

/** A file system in its data set, mounted or not. */
export interface FileSystem {
  readonly name: string;
  readonly type: string;
  readonly device: number;
  /** Directory on which it is mounted. */
  readonly mountPoint?: string;
  readonly mode: 'rdwr' | 'rdonly';
  readonly cylinders: { readonly primary: number; readonly secondary: number };
  readonly usedBytes: number;
}

export interface WriteHow {
  /** Behind what is there. */
  readonly append?: boolean;
  /** Permission bits of a new file. @default 0o644 */
  readonly mode?: number;
  /** Tag of a new file. */
  readonly tag?: FileTag;
}

/**
 * The file hierarchy. Paths are absolute; `user` is the z/OS user id on whose authority it is done. Every method is
 * synchronous. @throws {UnixError} from every method that takes a path
 */
export interface UnixFiles {
  identity(user: string): UnixIdentity;
  userName(uid: number): string;
  groupName(gid: number): string;
  /** By name or digits; undefined when there is none. */
  uidOf(nameOrNumber: string): number | undefined;
  gidOf(nameOrNumber: string): number | undefined;

  /** @throws {UnixError} ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG */
  status(path: string, user: string, how?: { follow?: boolean }): FileStatus;
  exists(path: string, user: string): boolean;
  /** Whether the user may read (4), write (2), execute or search (1); bits add up. */
  allows(path: string, user: string, bits: number): boolean;
  /** Without `.` and `..`, in order of characters. */
  list(path: string, user: string): readonly DirectoryEntry[];
  /** The path without links, `.` and `..`. */
  resolve(path: string, user: string): string;

  read(path: string, user: string): Buffer;
  /** Content as text: by its tag, else as code page 1047. */
  readText(path: string, user: string): string;
  write(path: string, user: string, content: Buffer, how?: WriteHow): 'created' | 'replaced';
  /** Text in the code page of the file's tag, else 1047. */
  writeText(path: string, user: string, text: string, how?: WriteHow): 'created' | 'replaced';

  makeDirectory(path: string, user: string, mode?: number): void;
  /** Takes away a file, or a link itself. */
  remove(path: string, user: string): void;
  removeDirectory(path: string, user: string): void;
  /** A directory with all that is below, or a file. */
  removeTree(path: string, user: string): void;
  rename(from: string, to: string, user: string): void;
  link(existing: string, path: string, user: string): void;
  symbolicLink(target: string, path: string, user: string): void;

  changeMode(path: string, user: string, mode: number): void;
  changeOwner(path: string, user: string, owner: { uid?: number; gid?: number }, how?: { follow?: boolean }): void;
  tag(path: string, user: string, tag: FileTag | undefined): void;
  changeAttributes(
    path: string,
    user: string,
    set: readonly ExtendedAttribute[],
    reset: readonly ExtendedAttribute[],
  ): void;
  /** Milliseconds since 1970; a file that is not there is made. */
  touch(path: string, user: string, modified?: number): void;

  fileSystems(): readonly FileSystem[];
  /** The file system that a path lies in. */
  fileSystemOf(path: string, user: string): FileSystem;
  /** @throws {UnixError} EEXIST */
  createFileSystem(name: string, user: string, how: NewFileSystem): void;
  /** @throws {UnixError} ENOENT, EBUSY while it is mounted */
  deleteFileSystem(name: string, user: string): void;
  /** @throws {UnixError} ENOENT, EBUSY, ENOTDIR, EPERM */
  mount(name: string, user: string, mountPoint: string, mode: FileSystem['mode'], type: string): void;
  unmount(name: string, user: string): void;
}

export interface NewFileSystem {
  /** Owner and group of its root. @default those of who makes it */
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** Permission bits of its root. @default 0o755 */
  readonly mode?: number;
  readonly cylinders: FileSystem['cylinders'];
}
