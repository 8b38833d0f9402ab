import { z } from 'zod';
import type { JsonObject } from '../shared/canonical-json.ts';

/** Who acts: a person, the engine that drives runs, or the service itself (checkpoints, timekeeping). */
export const Actor = z.strictObject({ kind: z.enum(['person', 'engine', 'service']), id: z.string().min(1).max(64) });
export type Actor = z.infer<typeof Actor>;

/** Instant in UTC with milliseconds and `Z`. */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'must be an instant such as 2026-09-12T22:00:00.000Z');
export type Instant = z.infer<typeof Instant>;

/** What a decision asks to be recorded; the ledger gives `seq`. */
export interface NewEntry {
  readonly stream: string;
  /** Ends in its version: `job.ended/1`. */
  readonly type: string;
  readonly data: object;
}

/** An entry as recorded: `seq` counts from 1 within its stream without gaps. */
export interface Entry {
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  readonly data: JsonObject;
  /** True where personal texts were erased: `data` holds the facts that stayed. Views never see the mark. */
  readonly erased?: true;
}

/** Facts of the page that an entry stands on. */
export interface PageFacts {
  readonly page: number;
  readonly at: Instant;
  readonly actor: Actor;
  readonly command: string;
}

/** The data schema of each entry type that a slice writes; the ledger checks against it before an append. */
export type EntryTypes = Readonly<Record<string, z.ZodType>>;
