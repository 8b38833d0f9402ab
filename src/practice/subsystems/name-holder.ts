/** Data set names that an address space holds, so that jobs wait for them. */
export interface NameHolder {
  add(owner: string, dsname: string, level: 'shared' | 'exclusive'): void;
  release(owner: string, dsname?: string): void;
  /** Another owner that keeps this one from the name. */
  holder(owner: string, dsname: string, level: 'shared' | 'exclusive'): string | undefined;
}
