import type { Clock } from '../shared/clock.ts';
import type { JsonObject } from '../shared/canonical-json.ts';
import { isProblemCode, problems } from '../shared/problems.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Chance } from '../shared/ids.ts';
import { othersFirst } from '../shared/yielding.ts';
import type { Head, PageWrite } from '../store/ports.ts';
import type { Pending } from './commit-queue.ts';
import type { Entry, EntryTypes, Instant, NewEntry } from './entry.schema.ts';
import type { Command, Committed } from './ledger.schema.ts';
import type { LeafList } from './leaf-list.ts';
import { RequestRefused } from './own-entries.schema.ts';
import { commandRows, requestRows } from './own.views.ts';
import { type OpenedPage, openSealed, sealPage } from './page.rules.ts';
import { isOwnName, requestKey, type Speculation } from './speculation.ts';
import { leavesWith, tilePut } from './tiling.ts';

/** A command that has decided on the group's speculation; `answer` tells its caller once the group is durable. */
export interface Decided {
  readonly pending: Pending;
  readonly write?: PageWrite & { readonly page: OpenedPage };
  answer(): void;
}

export interface Standing {
  readonly head: Head;
  readonly lastAt: string | undefined;
  readonly leaves: LeafList;
}

interface DeciderSettings {
  readonly book: string;
  readonly entryTypes: EntryTypes;
  readonly clock: Clock;
  readonly chance: Chance;
}

/** What one command came to: a page, an answer without a page, or a refusal. */
type Verdict = ToRecord | Answered;

interface ToRecord {
  readonly kind: 'entries';
  readonly entries: readonly NewEntry[];
  readonly refusal?: LockstepError;
}

type Answered =
  { readonly kind: 'replayed'; readonly page: number } | { readonly kind: 'refused'; readonly error: unknown };

/** Where the page of a command goes, and what it is decided on. */
interface Place {
  readonly head: Head;
  readonly at: Instant;
  /** Time of a refusal: it corrects no clock. */
  readonly refusedAt: Instant;
  readonly speculation: Speculation;
  readonly leaves: { at(index: number): Buffer };
}

/** Commands that decide before everything else has its turn. */
const commandsAtATime = 8;

/** Lets the commands of a group decide one after another, each on what the ones before it add. */
export class Decider {
  constructor(private readonly settings: DeciderSettings) {}

  async decide(group: readonly Pending[], speculation: Speculation, standing: Standing): Promise<Decided[]> {
    let { head, lastAt } = standing;
    const added: string[] = [];
    const decided: Decided[] = [];
    for (const [nth, pending] of group.entries()) {
      if (nth > 0 && nth % commandsAtATime === 0) await othersFirst();
      const at = this.#timeAfter(earliest(lastAt, pending.command.lowersTimeTo));
      const verdict = await this.#verdict(pending, speculation, at);
      if (verdict.kind === 'refused') {
        decided.push({ pending, answer: () => pending.reject(verdict.error) });
      } else if (verdict.kind === 'replayed' || verdict.entries.length === 0) {
        const page = verdict.kind === 'replayed' ? verdict.page : head.page;
        const replayed = verdict.kind === 'replayed';
        decided.push({ pending, answer: () => pending.resolve({ page, at, entries: [], replayed }) });
      } else {
        const leaves = leavesWith(standing.leaves, added);
        const refusedAt = this.#timeAfter(lastAt);
        const each = await this.#written(pending, verdict, { head, at, refusedAt, speculation, leaves });
        decided.push(each);
        if (each.write === undefined) continue;
        head = { page: each.write.number, leaf: each.write.leaf };
        lastAt = each.write.page.at;
        added.push(each.write.leaf);
      }
    }
    return decided;
  }

  #timeAfter(last: string | undefined): Instant {
    const now = new Date(this.settings.clock.now()).toISOString();
    return last !== undefined && last > now ? last : now;
  }

  async #verdict({ command, id }: Pending, speculation: Speculation, at: Instant): Promise<Verdict> {
    try {
      const before = await this.#recordedBefore(command, id, speculation);
      if (before !== undefined) return before;
      await expectVersion(command, speculation);
      const entries = await command.decide({
        at,
        get: (view, key) => speculation.get(view, key),
        query: (view, query) => speculation.query(view, query),
        version: (stream) => speculation.version(stream),
      });
      return { kind: 'entries', entries };
    } catch (error) {
      return refusalOf(command, error);
    }
  }

  async #recordedBefore({ actor, key }: Command, id: string, speculation: Speculation): Promise<Verdict | undefined> {
    if (isOwnName(id)) {
      const row = await speculation.get(commandRows, id);
      if (row !== undefined) return answerOf(row);
    }
    if (key === undefined) return undefined;
    const row = await speculation.get(requestRows, requestKey(actor.id, key.key));
    if (row === undefined) return undefined;
    if (row.digest !== key.digest)
      return {
        kind: 'refused',
        error: new LockstepError('request.key-reused', 'the key stands for another request', {
          field: 'Idempotency-Key',
        }),
      };
    return answerOf(row);
  }

  /** What cannot be recorded is refused, and the refusal recorded where the command has a key. */
  async #written(pending: Pending, { entries, refusal }: ToRecord, place: Place): Promise<Decided> {
    const { at, refusedAt } = place;
    const write = await this.#write(pending, entries, { ...place, at: refusal === undefined ? at : refusedAt });
    if (!(write instanceof Error)) return { pending, write, answer: () => answerWith(pending, write.page, refusal) };
    const instead = refusal === undefined ? refusalOf(pending.command, write) : undefined;
    if (instead?.kind === 'entries') return this.#written(pending, instead, place);
    return { pending, answer: () => pending.reject(refusal ?? write) };
  }

  async #write(
    { command, id }: Pending,
    entries: readonly NewEntry[],
    { head, at, speculation, leaves }: Place,
  ): Promise<NonNullable<Decided['write']> | Error> {
    try {
      const numbered = await this.#number(entries, speculation);
      const sealed = sealPage(
        {
          ...{
            book: this.settings.book,
            page: head.page + 1,
            prev: head.leaf,
            at,
            actor: command.actor,
            entries: numbered,
          },
          command: { id, ...(command.key ?? {}) },
          ...(command.cause === undefined ? {} : { cause: command.cause }),
        },
        this.settings.chance,
      );
      const page = openSealed(sealed);
      const puts = [...(await speculation.fold(page)), ...tilePut(page, leaves)];
      return { number: page.page, ...sealed, puts, page };
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  async #number(entries: readonly NewEntry[], speculation: Speculation): Promise<Entry[]> {
    const last = new Map<string, number>();
    const numbered: Entry[] = [];
    for (const { stream, type, data } of entries) {
      const schema = this.settings.entryTypes[type];
      if (schema === undefined)
        throw new LockstepError('ledger.entry-unfit', `no entry type ${type} is declared`, { type });
      const checked = schema.safeParse(data);
      if (!checked.success)
        throw new LockstepError('ledger.entry-unfit', `an entry of type ${type} does not fit its schema`, {
          type,
          issues: checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
        });
      const seq = (last.get(stream) ?? (await speculation.version(stream))) + 1;
      last.set(stream, seq);
      numbered.push({ stream, seq, type, data: withoutAbsent(checked.data) });
    }
    return numbered;
  }
}

/** A correction lowers what a page's time may not be before; it never raises it. */
function earliest(last: Instant | undefined, lowered: Instant | undefined): Instant | undefined {
  return last === undefined || lowered === undefined || last < lowered ? last : lowered;
}

/** Members whose value is undefined are left out, as they are in every stored form. */
function withoutAbsent(data: unknown): JsonObject {
  return JSON.parse(JSON.stringify(data)) as JsonObject;
}

async function expectVersion({ expects }: Command, speculation: Speculation): Promise<void> {
  if (expects === undefined) return;
  const version = await speculation.version(expects.stream);
  if (version !== expects.version)
    throw new LockstepError(
      'request.version-stale',
      `the record stands at version ${version}, and ${expects.version} was read`,
      { version },
    );
}

/**
 * Under an Idempotency-Key a refusal is an entry too, else an append that lands late would contradict it. Not of a way
 * out: in a book that is read only nothing is recorded but the way out itself.
 */
function refusalOf({ key, actor, freesBook }: Command, error: unknown): Verdict {
  if (
    key === undefined ||
    freesBook === true ||
    !(error instanceof LockstepError) ||
    problems[error.code].status >= 500
  )
    return { kind: 'refused', error };
  const data = { code: error.code, message: error.message, facts: factsOf(error) };
  return {
    kind: 'entries',
    refusal: error,
    entries: [{ stream: `requests:${actor.id}`, type: 'request.refused/1', data }],
  };
}

/** Facts that have no JSON form are for the log alone. */
function factsOf({ facts }: LockstepError): JsonObject {
  try {
    return withoutAbsent(facts);
  } catch {
    return {};
  }
}

/** A command that was recorded before has its first answer again, a refusal too. */
function answerOf({ page, refused }: { readonly page: number; readonly refused?: JsonObject }): Answered {
  return refused === undefined ? { kind: 'replayed', page } : { kind: 'refused', error: problemFrom(refused) };
}

function problemFrom(row: JsonObject): LockstepError {
  const { code, message, facts } = RequestRefused.parse(row);
  return new LockstepError(isProblemCode(code) ? code : 'request.invalid', message, facts);
}

function answerWith(pending: Pending, page: OpenedPage, refusal: LockstepError | undefined): void {
  if (refusal !== undefined) {
    pending.reject(refusal);
    return;
  }
  const committed: Committed = { page: page.page, at: page.at, entries: page.entries, replayed: false };
  pending.resolve(committed);
}
