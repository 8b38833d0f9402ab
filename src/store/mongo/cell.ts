import type { Db } from 'mongodb';
import type { Cell } from '../ports.ts';
import { answered, isDuplicate } from './connection.ts';

/** Cells as documents, swapped one by one. */
export function mongoCell(db: Db): Cell {
  const cells = db.collection<{ _id: string; value: string }>('cells');
  return {
    async get(name) {
      return (await answered(cells.findOne({ _id: name })))?.value;
    },
    async swap(name, expected, next) {
      if (expected === undefined && next === undefined) return (await answered(cells.findOne({ _id: name }))) === null;
      if (expected === undefined) return insertedFirst({ _id: name, value: next ?? '' });
      if (next === undefined)
        return (await answered(cells.deleteOne({ _id: name, value: expected }))).deletedCount === 1;
      const swapped = await answered(cells.updateOne({ _id: name, value: expected }, { $set: { value: next } }));
      return swapped.matchedCount === 1;
    },
  };

  async function insertedFirst(cell: { _id: string; value: string }): Promise<boolean> {
    try {
      await cells.insertOne(cell);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      return answered(Promise.reject(error instanceof Error ? error : new Error(String(error))));
    }
  }
}
