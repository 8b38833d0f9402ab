import type { Answer, Call, HistoryEvent } from './history.ts';
import { type Book, keyName, type PageNote } from './page-rules.ts';
import type { Complaint, Rule } from './rules.ts';

/** A call, and what was known when it was sent. */
interface Sent {
  readonly call: Call;
  /** Last page that anyone had been told of. */
  readonly told: number;
  /** Last page that its session had seen. */
  readonly seen: number;
  answer?: Answer;
}

/** Calls that ask for one and the same thing: those of one key, or of one command id. */
interface Asked {
  readonly name: string;
  readonly keyed: boolean;
  readonly calls: Sent[];
  readonly pages: readonly PageNote[];
}

/** A history, taken in event by event, against the pages of its book. */
export class Calls {
  readonly complaints: Complaint[] = [];
  readonly #sent = new Map<number, Sent>();
  readonly #asked = new Map<string, Asked>();
  readonly #seen = new Map<string, number>();
  /** Pages of answers to calls that have neither key nor command id. */
  readonly #claimed = new Map<number, Call>();
  #told = 0;

  constructor(private readonly book: Book) {}

  take(event: HistoryEvent): void {
    if (event.is === 'restart') return;
    if (event.is === 'call') this.#send(event);
    else this.#answer(event);
  }

  /** To be called after the last event: a call without an answer is one whose outcome is unknown. */
  end(): void {
    for (const asked of this.#asked.values()) this.#judge(asked);
  }

  #complain(rule: Rule, { call, session, what }: Call, says: string): void {
    this.complaints.push({ rule, says: `call ${call} (${session}, ${what}): ${says}` });
  }

  #send(call: Call): void {
    if (this.#sent.has(call.call)) this.#complain('history.form', call, 'this number was used before');
    const sent: Sent = { call, told: this.#told, seen: this.#seen.get(call.session) ?? 0 };
    this.#sent.set(call.call, sent);
    const asked = call.reads === true ? undefined : this.#askedBy(call);
    asked?.calls.push(sent);
  }

  #askedBy(call: Call): Asked | undefined {
    const { key, actor = '', command } = call;
    const name = key !== undefined ? keyName(actor, key) : command;
    if (name === undefined) return undefined;
    const pages = (key !== undefined ? this.book.byKey : this.book.byCommand).get(name) ?? [];
    const asked = this.#asked.get(name) ?? { name: key ?? name, keyed: key !== undefined, calls: [], pages };
    this.#asked.set(name, asked);
    return asked;
  }

  #answer(answer: Answer): void {
    const sent = this.#sent.get(answer.call);
    if (sent === undefined) {
      this.complaints.push({ rule: 'history.form', says: `answer to call ${answer.call}, which was never made` });
      return;
    }
    if (sent.answer !== undefined) this.#complain('history.form', sent.call, 'it was answered twice');
    sent.answer = answer;
    if (answer.is === 'read' || (answer.is === 'ack' && answer.nothing === true)) this.#read(sent, answer);
    else if (answer.is === 'ack') this.#shows(sent.call, answer, this.#acknowledge(sent, answer));
    if (answer.is !== 'ack' && answer.is !== 'read') return;
    this.#told = Math.max(this.#told, answer.page);
    const { session } = sent.call;
    this.#seen.set(session, Math.max(this.#seen.get(session) ?? 0, answer.page));
  }

  #read({ call, seen }: Sent, answer: Answer & { is: 'read' | 'ack' }): void {
    if (answer.page < seen)
      this.#complain('read.never-back', call, `page ${answer.page} was shown, and the session had seen ${seen}`);
    if (answer.page > this.book.length)
      this.#complain(
        'read.shows-page',
        call,
        `page ${answer.page} was named, and the book ends at ${this.book.length}`,
      );
    const { stream = '', version = 0 } = answer.shows ?? {};
    const least = this.book.versionAt(stream, answer.page);
    if (version < least)
      this.#complain(
        'read.shows-page',
        call,
        `${stream} ${version} was shown as of page ${answer.page}: it is ${least}`,
      );
    if (version > this.book.versionAt(stream, this.book.length))
      this.#complain('read.shows-page', call, `${stream} ${version} was shown, which the book does not have`);
  }

  /** What an acknowledgement shows is its page's version, or a later one that stands in the book. */
  #shows(call: Call, { shows, replayed }: Answer & { is: 'ack' }, note: PageNote | undefined): void {
    if (shows === undefined || note === undefined) return;
    const own = this.book.versionAt(shows.stream, note.page);
    if (shows.version < own || (replayed === true && shows.version !== own))
      this.#complain(
        'read.shows-page',
        call,
        `${shows.stream} ${shows.version} was shown for page ${note.page}: ${own}`,
      );
  }

  /** @returns the page that is acknowledged */
  #acknowledge({ call }: Sent, answer: Answer & { is: 'ack' }): PageNote | undefined {
    const note = this.book.notes.get(answer.page);
    if (note === undefined) {
      this.#complain('ack.one-page', call, `page ${answer.page} was named, and is not in the book`);
      return undefined;
    }
    if (note.refused !== undefined) this.#complain('ack.one-page', call, `page ${note.page} records its refusal`);
    if (answer.entries !== undefined && note.entries !== undefined && answer.entries !== note.entries)
      this.#complain('ack.one-page', call, `page ${note.page} does not hold the entries that were told`);
    if (call.key === undefined && call.command === undefined) this.#claim(call, note);
    return note;
  }

  #claim(call: Call, note: PageNote): void {
    const other = this.#claimed.get(note.page);
    if (other !== undefined)
      this.#complain('ack.one-page', call, `page ${note.page} was acknowledged to call ${other.call} too`);
    if (note.key !== undefined || note.actor !== (call.actor ?? note.actor))
      this.#complain('ack.one-page', call, `page ${note.page} is another's: ${note.actor} ${note.key ?? ''}`);
    this.#claimed.set(note.page, call);
  }

  #judge(asked: Asked): void {
    const { calls, pages } = asked;
    const [page] = pages;
    for (const sent of calls) {
      const answer = sent.answer ?? { is: 'unknown' as const };
      if (answer.is === 'ack' && answer.nothing !== true) this.#judgeAck(asked, sent, answer);
      else if (answer.is === 'refused') this.#judgeRefusal(asked, sent, answer);
      else if (answer.is === 'unknown' && pages.length > 1)
        this.#complain(
          'unknown.at-most-one',
          sent.call,
          `it stands on pages ${pages.map((each) => each.page).join(', ')}`,
        );
    }
    const [first] = calls;
    if (page !== undefined && first !== undefined && page.page <= first.told)
      this.#complain(
        'ack.order',
        first.call,
        `it stands on page ${page.page}, and page ${first.told} was known before`,
      );
    this.#judgeSameness(calls);
  }

  #judgeAck({ keyed, name, pages }: Asked, { call }: Sent, answer: Answer & { is: 'ack' }): void {
    const [page] = pages;
    if (page === undefined || pages.length > 1 || page.page !== answer.page)
      this.#complain(
        'ack.one-page',
        call,
        `page ${answer.page} was named, and ${name} stands on ${pages.map((each) => each.page).join(', ') || 'none'}`,
      );
    if (keyed && page !== undefined && call.digest !== undefined && page.digest !== call.digest)
      this.#complain('key.one-effect', call, `page ${page.page} is that of another request under the key ${name}`);
  }

  #judgeRefusal({ calls, keyed, pages }: Asked, { call }: Sent, answer: Answer & { is: 'refused' }): void {
    const [page] = pages;
    if (answer.code === 'request.key-reused') {
      if (page !== undefined && page.digest === call.digest)
        this.#complain('refused.no-effect', call, `page ${page.page} is its own, and the key was said to be another's`);
      return;
    }
    if (answer.recorded === true && keyed && page === undefined)
      this.#complain('refused.recorded', call, `${answer.code} stands on no page`);
    if (page === undefined) return;
    if (page.refused !== undefined) {
      if (answer.recorded === true && page.refused !== answer.code && page.refused !== 'erased')
        this.#complain('refused.recorded', call, `${answer.code} was told, and page ${page.page} says ${page.refused}`);
      return;
    }
    // A refusal that is not for good says nothing of what was sent under the same key before or after it.
    const others = calls.some((each) => each.call !== call && each.answer?.is !== 'refused');
    if (answer.recorded === true || !others)
      this.#complain('refused.no-effect', call, `${answer.code} was told, and its effect stands on page ${page.page}`);
  }

  #judgeSameness(calls: readonly Sent[]): void {
    let first: { readonly call: Call; readonly answer: Answer & { is: 'ack' } } | undefined;
    for (const { call, answer } of calls) {
      if (answer?.is !== 'ack' || answer.nothing === true) continue;
      first ??= { call, answer };
      if (first.answer.page !== answer.page)
        this.#complain(
          'ack.same-answer',
          call,
          `page ${answer.page}; call ${first.call.call} was told ${first.answer.page}`,
        );
      else if (first.answer.answer !== answer.answer)
        this.#complain('ack.same-answer', call, `its body is not the one that call ${first.call.call} was sent`);
    }
  }
}
