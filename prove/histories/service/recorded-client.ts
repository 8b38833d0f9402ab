import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../src/shared/canonical-json.ts';
import type { AnswerFacts, History } from '../history.ts';
import type { Tally } from '../tally.ts';

/** A request to the service, before it has an instance to go to. */
export interface ApiRequest {
  /** Its `operationId`. */
  readonly what: string;
  readonly person: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under /api/v1. */
  readonly path: string;
  readonly body?: object;
  readonly key?: string;
  /** It takes no Idempotency-Key. */
  readonly keyless?: true;
  /** Version that was read. */
  readonly ifMatch?: number;
  /** Stream of the record that the answer shows with its version. */
  readonly stream?: string;
}

export interface ApiAnswer {
  readonly outcome: 'acknowledged' | 'refused' | 'unknown';
  readonly status: number;
  readonly text: string;
  /** Code of the problem, where it is one. */
  readonly code?: string;
  readonly version?: number;
}

/** Longest wait for an answer: longer than the service itself waits before it says that it does not know. */
const patienceMs = 15_000;
/** As above, where all views are made anew before the answer. */
const erasingMs = 60_000;

export interface Surroundings {
  readonly history: History;
  readonly tally: Tally;
  /** Addresses of the instances, the one to ask first. */
  readonly address: () => string;
  readonly tokenOf: (person: string) => string;
  /** Told of answers that no operation may give. */
  readonly onWrong: (says: string) => void;
}

/** A client of the service at any instance: it names the last page that it has seen, and records all that it is told. */
export class RecordedClient {
  #seen = 0;

  constructor(
    readonly session: string,
    private readonly surroundings: Surroundings,
  ) {}

  /** Sends a request once, to one instance. */
  async send(request: ApiRequest): Promise<ApiAnswer> {
    const { history, tally } = this.surroundings;
    const reads = request.method === 'GET';
    const call = history.call({
      ...{ session: this.session, what: request.what, actor: request.person },
      ...(reads ? { reads } : {}),
      ...(request.key === undefined || reads ? {} : { key: request.key, digest: digestOf(request) }),
    });
    const { answer, facts } = await this.#exchange(request).catch((error: unknown) => lost(error));
    history.answer(call, facts);
    tally.count(answer.outcome, request.what);
    if (facts.is === 'ack' || facts.is === 'read') this.#seen = Math.max(this.#seen, facts.page);
    return answer;
  }

  async #exchange(request: ApiRequest): Promise<{ answer: ApiAnswer; facts: AnswerFacts }> {
    const { address, tokenOf, onWrong } = this.surroundings;
    const { method, path, body, key, ifMatch, person } = request;
    const isStream = path === '/events';
    const asked = isStream ? `${path}?after=${this.#seen}` : path;
    const response = await fetch(`${address()}/api/v1${asked}`, {
      method,
      headers: {
        Authorization: `Bearer ${tokenOf(person)}`,
        'Lockstep-Page': String(this.#seen),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
        ...(ifMatch === undefined ? {} : { 'If-Match': `"${ifMatch}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(request.what === 'eraseText' ? erasingMs : patienceMs),
    });
    const text = isStream ? await firstEvents(response) : await response.text();
    const told = response.ok ? good(request, response, text) : bad(request, response, text);
    const wrong = told.wrong ?? (isStream ? gapAfter(this.#seen, text) : undefined);
    if (wrong !== undefined) onWrong(`${request.what}: ${wrong}`);
    return told;
  }
}

/** Digest of what a key stands for: method, path, If-Match and body. */
export function digestOf({ method, path, ifMatch, body }: ApiRequest): string {
  const told = [method, `/api/v1${path}`, ifMatch === undefined ? null : `"${ifMatch}"`, body ?? null];
  return createHash('sha256').update(canonicalJson(told)).digest('hex');
}

interface Told {
  readonly answer: ApiAnswer;
  readonly facts: AnswerFacts;
  readonly wrong?: string;
}

function lost(error: unknown): Told {
  const because = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { answer: { outcome: 'unknown', status: 0, text: '' }, facts: { is: 'unknown', because } };
}

function good(request: ApiRequest, response: Response, text: string): Told {
  const page = Number(response.headers.get('lockstep-page') ?? Number.NaN);
  const version = Number(/^"(\d+)"$/.exec(response.headers.get('etag') ?? '')?.[1] ?? Number.NaN);
  const seen = Number.isNaN(version) ? {} : { version };
  const answer: ApiAnswer = { outcome: 'acknowledged', status: response.status, text, ...seen };
  const stream = request.stream ?? locationStream(response);
  const shows = stream === undefined || Number.isNaN(version) ? {} : { shows: { stream, version } };
  if (Number.isNaN(page)) return { ...lost('no page'), wrong: `a good answer without Lockstep-Page: ${text}` };
  if (request.method === 'GET') return { answer, facts: { is: 'read', page, ...shows } };
  if (claimsNoPage.has(request.what)) return { answer, facts: { is: 'ack', page, nothing: true } };
  const digest = createHash('sha256')
    .update(canonicalJson(JSON.parse(text)))
    .digest('hex');
  return { answer, facts: { is: 'ack', page, ...shows, ...(isLive(request) ? {} : { answer: digest }) } };
}

/** Answers that tell how clock and book stand now, whatever was recorded; and those to requests without a key. */
const isLive = ({ key, what }: ApiRequest): boolean =>
  key === undefined || ['paceClock', 'correctClock', 'moveBook', 'resetCredential'].includes(what);

/** What was erased or moved already is not recorded again; one registration of a system answers all who ask meanwhile. */
const claimsNoPage: ReadonlySet<string> = new Set(['eraseText', 'moveBook', 'registerSystem']);

/** A record that was just made says by its place which it is: `/api/v1/changes/CHG-000001`. */
function locationStream(response: Response): string | undefined {
  const [, kind, id] = /\/(change|release|run)s\/([A-Z]+-\d+)$/.exec(response.headers.get('location') ?? '') ?? [];
  return kind === undefined || id === undefined ? undefined : `${kind}:${id}`;
}

function bad({ method, key }: ApiRequest, { status }: Response, text: string): Told {
  const code = /"type":"urn:lockstep:problem:([^"]+)"/.exec(text)?.[1];
  const known = code !== undefined && code !== 'ledger.unknown-outcome';
  const wrong = known || code === 'ledger.unknown-outcome' ? {} : { wrong: `status ${status}: ${text}` };
  if (!known) return { ...lost(code ?? `status ${status}`), ...wrong };
  const recorded = method !== 'GET' && key !== undefined && status < 500 && isOfRecords(code);
  return {
    answer: { outcome: 'refused', status, text, code },
    facts: { is: 'refused', code, ...(recorded ? { recorded } : {}) },
  };
}

/** Refusals that follow from what is recorded; the others follow from the request alone, and leave no entry. */
const isOfRecords = (code: string): boolean =>
  code === 'request.version-stale' || !/^(request|access|config|ledger)\./.test(code);

/** One event a page, in order, from the page on that was asked for. */
function gapAfter(seen: number, text: string): string | undefined {
  const pages = [...text.matchAll(/^id: [^:\n]+:(\d+)\nevent: page$/gm)].map(([, page]) => Number(page));
  const at = pages.findIndex((page, index) => page !== seen + 1 + index);
  return at < 0 ? undefined : `page ${pages[at] ?? 0} came where ${seen + 1 + at} was due`;
}

/** The beginning of an event stream: what comes at once. */
async function firstEvents(response: Response): Promise<string> {
  const body = response.body as ReadableStream<Uint8Array> | null;
  if (!response.ok || body === null) return response.text();
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const enough = setTimeout(() => void reader.cancel().catch(() => undefined), 400);
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      text += decoder.decode(piece.value, { stream: true });
      if (text.length > 20_000) await reader.cancel();
    }
  } finally {
    clearTimeout(enough);
  }
  return text;
}
