import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Release } from '../../../../src/releases/release.schema.ts';
import type { Run, RunStep } from '../../../../src/runs/run.schema.ts';
import type { Connection } from '../connection/connection.ts';
import { ask, bodyOf, type Question } from './exchange.ts';
import { LockstepFailure } from './failure.ts';
import { foreign, refusal } from './refusal.ts';

interface Rows<R> {
  readonly rows: readonly R[];
  readonly next?: string;
}

/** The time of the book, as an instant and as local time of the estate. */
export interface BookClock {
  readonly now: string;
  readonly local: string;
}

export interface Answer<T> {
  readonly value: T;
  /** Page of the book that the answer stands on. */
  readonly page: number;
}

const readingMs = 60_000;
/** A start asks readiness of every system first: minutes on a busy one. */
const startingMs = 15 * 60_000;
const tries = 4;

/** The part of Lockstep's API that the commands use. */
export class LockstepApi {
  constructor(readonly connection: Connection) {}

  async listReleases(state: string | undefined): Promise<Release[]> {
    const releases: Release[] = [];
    const filter = state === undefined ? '' : `&state=${encodeURIComponent(state)}`;
    for (let after = ''; ;) {
      const { value } = await this.read<Rows<Release>>(`/releases?limit=200${filter}${after}`);
      releases.push(...value.rows);
      if (value.next === undefined) return releases;
      after = `&after=${encodeURIComponent(value.next)}`;
    }
  }

  release = async (id: string): Promise<Release> => (await this.read<Release>(path`/releases/${id}`)).value;

  /** A run; with `page`, as it stands at this page of the book or later. */
  run = (id: string, page?: number): Promise<Answer<Run>> => this.read(path`/runs/${id}`, page);

  async steps(run: string, page?: number): Promise<readonly RunStep[]> {
    return (await this.read<Rows<RunStep>>(path`/runs/${run}/steps`, page)).value.rows;
  }

  clock = async (): Promise<BookClock> => (await this.read<BookClock>('/clock')).value;

  spool = (run: string, step: string, attempt: number, file: number): Promise<Buffer> =>
    this.readBytes(path`/runs/${run}/steps/${step}/attempts/${attempt}/spool/${file}`, 'text/plain');

  /** The evidence of a release, byte for byte as the service made it. */
  evidence = (release: string): Promise<Buffer> =>
    this.readBytes(path`/releases/${release}/evidence`, 'application/json');

  /** Starts a run. An answer that was lost is asked for again under the same Idempotency-Key: one run is started. */
  async startRun(release: string): Promise<Run> {
    const headers = { 'Idempotency-Key': randomUUID() };
    const question = { method: 'POST', path: path`/releases/${release}/runs`, headers, silenceMs: startingMs } as const;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return this.parse((await this.send(question, 'application/json')).body) as Run;
      } catch (error) {
        if (attempt >= tries || !isWorthAnotherTry(error, attempt)) throw error;
        await sleep(1000 * attempt);
      }
    }
  }

  private async read<T>(resource: string, page?: number): Promise<Answer<T>> {
    const headers: Record<string, string> = page === undefined ? {} : { 'Lockstep-Page': String(page) };
    const question = { method: 'GET', path: resource, headers, silenceMs: readingMs } as const;
    const { answer, body } = await this.send(question, 'application/json');
    return { value: this.parse(body) as T, page: Number(answer.headers['lockstep-page'] ?? 0) };
  }

  private parse(body: Buffer): unknown {
    try {
      return JSON.parse(body.toString('utf8'));
    } catch {
      throw foreign(this.connection, 200);
    }
  }

  private async readBytes(resource: string, media: string): Promise<Buffer> {
    return (await this.send({ method: 'GET', path: resource, silenceMs: readingMs }, media)).body;
  }

  private async send(question: Question, media: string): Promise<{ answer: IncomingMessage; body: Buffer }> {
    const answer = await ask(this.connection, question);
    const body = await bodyOf(this.connection, answer);
    const status = answer.statusCode ?? 0;
    if (status >= 400) throw refusal(this.connection, answer, body);
    if (status >= 300 || answer.headers['content-type']?.startsWith(media) !== true)
      throw foreign(this.connection, status);
    return { answer, body };
  }
}

function isWorthAnotherTry(error: unknown, attempt: number): boolean {
  if (!(error instanceof LockstepFailure)) return false;
  if (attempt > 1 && error.kind === 'notReached') return true;
  return error.code === 'ECONNRESET' || error.code === 'ledger.unknown-outcome' || error.code === 'ledger.unavailable';
}

function path(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return String.raw({ raw: parts }, ...values.map((value) => encodeURIComponent(value)));
}
