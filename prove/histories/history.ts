import { z } from 'zod';

const number = z.int().min(0);
const Version = z.strictObject({ stream: z.string(), version: number });

/** One thing that a client did or was told, in the order in which it happened at the recorder. */
export const HistoryEvent = z.discriminatedUnion('is', [
  /** A request leaves. `reads`: it changes nothing. */
  z.strictObject({
    is: z.literal('call'),
    call: number,
    session: z.string(),
    what: z.string(),
    reads: z.boolean().optional(),
    /** Id that the page of this command bears, where the caller chooses it. */
    command: z.string().optional(),
    actor: z.string().optional(),
    key: z.string().optional(),
    /** Of method, path, If-Match and body; of whatever the command is, below HTTP. */
    digest: z.string().optional(),
    t: z.number(),
  }),
  /** It is recorded, on this page. `nothing`: there was nothing to record, and the page is the head. */
  z.strictObject({
    is: z.literal('ack'),
    call: number,
    page: number,
    /** SHA-256 of the entries in canonical JSON. */
    entries: z.string().optional(),
    /** SHA-256 of what the answer's body says, whatever the order of its members. */
    answer: z.string().optional(),
    /** The record that the answer shows, and its version. */
    shows: Version.optional(),
    replayed: z.boolean().optional(),
    nothing: z.boolean().optional(),
    t: z.number(),
  }),
  /** It has no effect. `recorded`: by the rules, its refusal stands in the book. */
  z.strictObject({
    is: z.literal('refused'),
    call: number,
    code: z.string(),
    recorded: z.boolean().optional(),
    t: z.number(),
  }),
  z.strictObject({ is: z.literal('unknown'), call: number, because: z.string(), t: z.number() }),
  /** What a reading call was shown, and the page that the answer names (Lockstep-Page). */
  z.strictObject({ is: z.literal('read'), call: number, page: number, shows: Version.optional(), t: z.number() }),
  z.strictObject({ is: z.literal('restart'), instance: z.string(), t: z.number() }),
]);
export type HistoryEvent = z.infer<typeof HistoryEvent>;
export type Call = Extract<HistoryEvent, { is: 'call' }>;
export type Answer = Extract<HistoryEvent, { call: number }> & { is: 'ack' | 'refused' | 'unknown' | 'read' };

/** What a recorder says of a call; number and time are added. */
export type CallFacts = Omit<Call, 'is' | 'call' | 't'>;

type OfOne<A> = A extends unknown ? Omit<A, 'call' | 't'> : never;
/** What an answer says; its call and time are added. */
export type AnswerFacts = OfOne<Answer>;

/** A history as it is recorded. Events are in the order in which this one process saw them. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #began = performance.now();
  #calls = 0;
  #ids = 0;

  /**
   * @param name eight hexadecimal digits that tell the command ids of this history from others' over the same book
   * @param uuid makes the ids, where they are to be those that the ledger would make up
   */
  constructor(
    readonly name: string = '00000000',
    private readonly uuid?: () => string,
  ) {}

  /** @returns the number of the call, for its answer */
  call(facts: CallFacts): number {
    const call = (this.#calls += 1);
    this.events.push({ is: 'call', call, t: this.#t(), ...facts });
    return call;
  }

  answer(call: number, facts: AnswerFacts): void {
    this.events.push({ call, t: this.#t(), ...facts });
  }

  restart(instance: string): void {
    this.events.push({ is: 'restart', instance, t: this.#t() });
  }

  /** An id for a command that has none of its own: as random ones, it is not looked up when the command is decided. */
  commandId(): string {
    if (this.uuid !== undefined) return `urn:uuid:${this.uuid()}`;
    this.#ids += 1;
    return `urn:uuid:${this.name}-0000-4000-8000-${this.#ids.toString(16).padStart(12, '0')}`;
  }

  /** As JSON lines. */
  text(): string {
    return this.events.map((event) => `${JSON.stringify(event)}\n`).join('');
  }

  #t(): number {
    return Math.round((performance.now() - this.#began) * 1000) / 1000;
  }
}

/** Reads JSON lines as `History.text` writes them. @throws {z.ZodError} for a line of another form */
export function readHistory(text: string): HistoryEvent[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => HistoryEvent.parse(JSON.parse(line)));
}
