import type { ApiClient } from '../../src/lab/api-client.ts';
import type { StoredPage } from '../../src/ledger/page.schema.ts';
import { checkHistory, complaintLines } from '../histories/check-history.ts';
import { History } from '../histories/history.ts';
import { RecordedClient } from '../histories/service/recorded-client.ts';
import { Tally } from '../histories/tally.ts';
import { RecordedPerson } from './recorded-person.ts';

interface Surroundings {
  readonly serviceUrl: () => string;
  readonly tokenOf: (person: string) => string;
}

/** What people ask the instances of one world, what is shown to its witness, and the starts of the instances. */
export class Recording {
  readonly history = new History();
  readonly #tally = new Tally();
  readonly #people = new Map<string, RecordedPerson>();
  readonly #wrong: string[] = [];

  /** One client for each person: its session goes on from one request to the next. */
  person(name: string, { serviceUrl, tokenOf }: Surroundings): ApiClient {
    const known = this.#people.get(name);
    if (known !== undefined) return known;
    const { history } = this;
    const onWrong = (says: string) => void this.#wrong.push(says);
    const surroundings = { history, tally: this.#tally, address: serviceUrl, tokenOf, onWrong };
    const person = new RecordedPerson(name, new RecordedClient(name, surroundings), {
      ...{ base: serviceUrl, token: tokenOf(name) },
    });
    this.#people.set(name, person);
    return person;
  }

  /** A page that the event stream of an instance has shown. @param session one name for each connection */
  shown(session: string, page: number): void {
    const call = this.history.call({ session, what: 'events', reads: true });
    this.history.answer(call, { is: 'read', page });
  }

  /** What does not hold of the book and of this history of it, by the rules that every history must keep. */
  async complaints(pages: AsyncIterable<StoredPage>): Promise<string[]> {
    return [...this.#wrong, ...complaintLines(await checkHistory(this.history.events, pages))];
  }
}
