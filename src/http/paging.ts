import { z } from 'zod';

/** Query parameters of every list: `z.strictObject({ ...paging, state: … })`. */
export const paging = {
  after: z.string().max(2_000).optional().meta({ description: 'Cursor: `next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(1_000).default(50).meta({ description: 'Rows wanted' }),
};

/** Answer of a list: its rows, and the cursor of what follows. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.strictObject({
    rows: z.array(row),
    next: z.string().optional().meta({ description: 'Give it as `after` for more; absent at the end' }),
  });
}
