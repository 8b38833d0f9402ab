import { z } from 'zod';

/** What the driving instance writes to the store's cell at each beat: a hint that it lives, and nothing more. */
export const Beat = z.strictObject({
  instance: z.string(),
  epoch: z.int().min(0),
  beat: z.int().min(0),
});
export type Beat = z.infer<typeof Beat>;

export const beatText = (beat: Beat): string => JSON.stringify(Beat.parse(beat));

/** @returns undefined for an empty cell, and for what no version of this service wrote */
export function beatOf(text: string | undefined): Beat | undefined {
  if (text === undefined) return undefined;
  try {
    return Beat.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
