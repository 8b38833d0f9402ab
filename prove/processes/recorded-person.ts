import { ApiClient, ApiRefusal } from '../../src/lab/api-client.ts';
import type { ApiAnswer, ApiRequest, RecordedClient } from '../histories/service/recorded-client.ts';

/** The record that a path names, as its stream: `/runs/RUN-000001` is `run:RUN-000001`. */
function streamAt(path: string): { stream?: string } {
  const [, kind, id] = /^\/(change|release|run)s\/([A-Z]+-\d+)$/.exec(path) ?? [];
  return kind === undefined || id === undefined ? {} : { stream: `${kind}:${id}` };
}

/**
 * A person of the estate at the public API, all of whose requests and answers go into a history. Every change has a key
 * of its own, so that its page is found even where no answer came.
 */
export class RecordedPerson extends ApiClient {
  readonly #recorded: RecordedClient;
  readonly #person: string;
  #keys = 0;

  constructor(person: string, recorded: RecordedClient, unrecorded: { base: () => string; token: string }) {
    super(unrecorded.base, unrecorded.token);
    this.#person = person;
    this.#recorded = recorded;
  }

  override get<T>(path: string): Promise<T> {
    return this.#send({ ...streamAt(path), method: 'GET', path });
  }

  override post<T>(path: string, body: object = {}): Promise<T> {
    this.#keys += 1;
    return this.#send({ method: 'POST', path, body, key: `${this.#person}-${this.#keys}` });
  }

  /** @throws {ApiRefusal} as the service refused it. @throws {Error} where nobody knows what came of it */
  async #send<T>(request: Omit<ApiRequest, 'what' | 'person'>): Promise<T> {
    const what = `${request.method} ${request.path}`;
    return readAnswer(what, await this.#recorded.send({ ...request, what, person: this.#person })) as T;
  }
}

function readAnswer(what: string, { outcome, status, text }: ApiAnswer): unknown {
  if (outcome === 'unknown') throw new Error(`${what}: no answer`);
  const body = JSON.parse(text) as unknown;
  if (outcome === 'refused') throw new ApiRefusal(status, body as Record<string, unknown>);
  return body;
}
