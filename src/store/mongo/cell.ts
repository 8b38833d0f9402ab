import type { Cell } from '../ports.ts';
import { isDuplicate, unavailable } from './answers.ts';
import type { Connection } from './connection.ts';

/** Cells as documents, swapped one by one. */
export function mongoCell({ db, causal }: Connection): Cell {
  const cells = db.collection<{ _id: string; value: string }>('cells');
  const find = (name: string) => causal.ask((within) => cells.findOne({ _id: name }, within));
  return {
    async get(name) {
      return (await find(name))?.value;
    },
    async swap(name, expected, next) {
      if (expected === undefined && next === undefined) return (await find(name)) === null;
      if (expected === undefined) return insertedFirst({ _id: name, value: next ?? '' });
      if (next === undefined)
        return (
          (await causal.ask((within) => cells.deleteOne({ _id: name, value: expected }, within))).deletedCount === 1
        );
      const swapped = await causal.ask((within) =>
        cells.updateOne({ _id: name, value: expected }, { $set: { value: next } }, within),
      );
      return swapped.matchedCount === 1;
    },
  };

  async function insertedFirst(cell: { _id: string; value: string }): Promise<boolean> {
    try {
      await causal.within((within) => cells.insertOne(cell, within));
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw unavailable(error);
    }
  }
}
