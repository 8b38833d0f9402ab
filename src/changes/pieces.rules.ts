import { canonicalJson } from '../shared/canonical-json.ts';

/** Characters of JSON in one entry's rows: well below an entry's limit of 64 KiB, also in UTF-8. */
const pieceCharacters = 16_000;

/** Cuts rows into pieces that each fit an entry; `first` is the place of a piece's first row. */
export function inPieces<T>(rows: readonly T[]): { first: number; rows: readonly T[] }[] {
  const pieces: { first: number; rows: T[] }[] = [];
  let size = 0;
  for (const [at, row] of rows.entries()) {
    const characters = canonicalJson(row).length;
    const current = pieces.at(-1);
    if (current === undefined || size + characters > pieceCharacters) {
      pieces.push({ first: at, rows: [row] });
      size = characters;
    } else {
      current.rows.push(row);
      size += characters;
    }
  }
  return pieces;
}
