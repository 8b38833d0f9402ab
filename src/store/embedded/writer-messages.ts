import type { PageWrite, ViewDeclaration } from '../ports.ts';

/** What the main thread asks of the writer thread; each is one durable transaction. */
export type WriterRequest =
  | { readonly kind: 'declare'; readonly views: readonly ViewDeclaration[] }
  | { readonly kind: 'append'; readonly writes: readonly PageWrite[]; readonly generation: number }
  | { readonly kind: 'fold'; readonly generation: number; readonly writes: readonly Omit<PageWrite, 'stored'>[] }
  | { readonly kind: 'bookId'; readonly proposed: string }
  | { readonly kind: 'erase'; readonly page: number; readonly entry: number }
  | { readonly kind: 'begin' }
  | { readonly kind: 'serve'; readonly generation: number; readonly version: string }
  | {
      readonly kind: 'swap';
      readonly name: string;
      readonly expected: string | undefined;
      readonly next: string | undefined;
    }
  | { readonly kind: 'close' };

export type WriterAnswer =
  | { readonly ok: true; readonly value: string | number | boolean }
  | { readonly ok: false; readonly message: string; readonly nothingWritten: boolean };
