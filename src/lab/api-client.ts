import type { LedgerPage } from '../ledger/ledger.schema.ts';
import { systemClock } from '../shared/clock.ts';

/** A refusal of the API, as a person reads it. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  constructor(
    readonly status: number,
    readonly problem: Readonly<Record<string, unknown>>,
  ) {
    super(typeof problem['detail'] === 'string' ? problem['detail'] : `status ${status}`);
  }
}

/** One person at the public API. */
export class ApiClient {
  constructor(
    private readonly base: () => string,
    private readonly token: string,
  ) {}

  async get<T>(path: string): Promise<T> {
    return (await this.#send('GET', `/api/v1${path}`)).json() as Promise<T>;
  }

  async text(path: string): Promise<string> {
    return (await this.#send('GET', path)).text();
  }

  async post<T>(path: string, body: object = {}): Promise<T> {
    return (await this.#send('POST', `/api/v1${path}`, body)).json() as Promise<T>;
  }

  /** Pages with entries on these streams, from `after` on; goes on after a lost connection where it stood. */
  async *follow(
    streams: readonly string[],
    after: number,
    signal: AbortSignal,
  ): AsyncGenerator<Pick<LedgerPage, 'page' | 'at' | 'entries'>> {
    let seen = after;
    while (!signal.aborted) {
      try {
        const wanted = streams.map((stream) => `stream=${encodeURIComponent(stream)}&`).join('');
        const answer = await fetch(`${this.base()}/api/v1/events?${wanted}after=${seen}`, {
          headers: this.#headers(),
          signal,
        });
        if (!answer.ok || answer.body === null) throw new Error(`status ${answer.status}`);
        for await (const data of eventsOf(answer.body)) {
          seen = data.page;
          yield data;
        }
      } catch {
        await systemClock.sleep(200, signal).catch(() => undefined);
      }
    }
  }

  async #send(method: string, path: string, body?: object): Promise<Response> {
    const answer = await fetch(this.base() + path, {
      method,
      headers: { ...this.#headers(), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new ApiRefusal(answer.status, (await answer.json().catch(() => ({}))) as Record<string, unknown>);
    return answer;
  }

  #headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.token}` };
  }
}

async function* eventsOf(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Pick<LedgerPage, 'page' | 'at' | 'entries'>> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of body) {
    text += decoder.decode(piece, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const data = lines
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trim())
        .join('\n');
      if (lines.includes('event: page') && data !== '') yield JSON.parse(data) as LedgerPage;
    }
  }
}
