/** TIME= and the output estimates of a job (z/OS MVS JCL Reference: TIME, LINES, BYTES, PAGES and CARDS parameters). */

export const outputKinds = ['LINES', 'BYTES', 'PAGES', 'CARDS'] as const;
export type OutputKind = (typeof outputKinds)[number];

/** What happens when a job writes more than was estimated. */
export type OverLimit = 'WARNING' | 'CANCEL' | 'DUMP';

export interface OutputLimit {
  readonly kind: OutputKind;
  /** Lines, bytes, pages or cards themselves, not thousands. */
  readonly most: number;
  readonly action: OverLimit;
}

/** CPU seconds; `Infinity` for 1440, NOLIMIT and MAXIMUM, which switch the wait limit off too. Undefined when it is no time. */
export function cpuSeconds(raw: string): number | undefined {
  const text = raw.trim().toUpperCase();
  if (['NOLIMIT', 'MAXIMUM', '1440', '(1440)'].includes(text)) return Infinity;
  const match = /^\(?(\d{0,6})(?:,(\d{1,2}))?\)?$/.exec(text);
  if (match === null || (match[1] === '' && match[2] === undefined)) return undefined;
  return Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0);
}

/** `n`, `(n)` or `(n,CANCEL)`; lines and bytes are in thousands. */
export function outputLimit(kind: OutputKind, raw: string): OutputLimit | undefined {
  const match = /^\(?(\d{1,8})(?:,(CANCEL|DUMP|WARNING))?\)?$/.exec(raw.trim().toUpperCase());
  if (match === null) return undefined;
  const thousands = kind === 'LINES' || kind === 'BYTES' ? 1000 : 1;
  return { kind, most: Number(match[1]) * thousands, action: overLimit(match[2]) };
}

const overLimit = (word: string | undefined): OverLimit => (word === 'CANCEL' || word === 'DUMP' ? word : 'WARNING');
