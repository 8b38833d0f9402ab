import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { base32 } from './base32.ts';

/** The only source of chance outside tests; tests give their own. */
export interface Chance {
  bytes(count: number): Buffer;
  uuid(): string;
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number;
}

export const chance: Chance = {
  bytes: (count) => randomBytes(count),
  uuid: () => randomUUID(),
  below: (below) => randomInt(below),
};

/** A book's id: `B` and 26 base-32 characters (128 random bits), so that a copy made for tests shares no correlator. */
export function newBookId(source: Chance = chance): string {
  return `B${base32(source.bytes(16))}`;
}
