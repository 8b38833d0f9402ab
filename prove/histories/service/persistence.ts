import type { Seeded } from '../../processes/seeded.ts';
import type { ApiAnswer, ApiRequest, RecordedClient } from './recorded-client.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Codes of refusals that are not for good: the same request may be sent again. */
const passing = (answer: ApiAnswer): boolean => answer.outcome === 'unknown' || answer.status >= 500;

/** Sends changes under keys until they are answered for good, and some of them again. */
export class Persistence {
  #keys = 0;

  constructor(
    readonly client: RecordedClient,
    readonly random: Seeded,
    private readonly isOver: () => boolean,
  ) {}

  key(): string {
    return `${this.client.session}-${(this.#keys += 1)}`;
  }

  /** One change; after an answer for good, at times the same again, or another body under its key. */
  async change(request: ApiRequest): Promise<ApiAnswer> {
    if (request.keyless === true || this.random.below(12) === 0) return this.client.send(request);
    const keyed = { ...request, key: this.key() };
    let answer = await this.client.send(keyed);
    for (let tries = 0; passing(answer) && tries < 8 && !this.isOver(); tries += 1) {
      await pause(150 + 150 * tries);
      answer = await this.client.send(keyed);
    }
    if (this.random.below(8) === 0) await this.client.send(keyed);
    if (this.random.below(10) === 0) await this.client.send(otherThan(keyed));
    return answer;
  }

  /** A change that must be acknowledged, or the story cannot go on. */
  async must<T>(request: ApiRequest): Promise<T | undefined> {
    const answer = await this.change(request);
    return answer.outcome === 'acknowledged' ? (JSON.parse(answer.text) as T) : undefined;
  }

  async read<T>(request: Omit<ApiRequest, 'method'>): Promise<T | undefined> {
    for (let tries = 0; tries < 8; tries += 1) {
      const answer = await this.client.send({ ...request, method: 'GET' });
      if (answer.outcome === 'acknowledged') return JSON.parse(answer.text) as T;
      if (!passing(answer) || this.isOver()) return undefined;
      await pause(150 + 150 * tries);
    }
    return undefined;
  }
}

/** The same key for another request: other words in the body, or where there is none, an empty one. */
function otherThan(request: ApiRequest): ApiRequest {
  const { body = {} } = request;
  const words = ['reason', 'note', 'because', 'answer', 'title'].find((name) => name in body);
  if (words === undefined) return { ...request, body: {} };
  return { ...request, body: { ...body, [words]: 'Another body under the same key' } };
}
