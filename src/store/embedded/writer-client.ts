import { Worker } from 'node:worker_threads';
import type { WriterAnswer, WriterRequest } from './writer-messages.ts';

/** The main thread's end of the writer thread: one promise a request, in order. */
export class WriterClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve: (answer: WriterAnswer) => void; reject: (error: Error) => void }>();
  #next = 1;
  #stopped: Error | undefined;

  constructor(folder: string) {
    this.#worker = new Worker(new URL('./writer-thread.mjs', import.meta.url), {
      workerData: { folder },
      execArgv: [],
    });
    this.#worker.on('message', ({ id, answer }: { id: number; answer: WriterAnswer }) => {
      this.#waiting.get(id)?.resolve(answer);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#worker.unref();
    });
    this.#worker.on('error', (error) => this.#stop(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', () => this.#stop(new Error('the writer thread has ended')));
  }

  /** Why nothing is written any more; undefined while the thread lives. */
  ended(): Error | undefined {
    return this.#stopped;
  }

  send(request: WriterRequest): Promise<WriterAnswer> {
    if (this.#stopped !== undefined) return Promise.reject(this.#stopped);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ id, request });
    });
  }

  /** As `send`, for requests that can only fail together with the disk. @throws Error with the writer's message */
  async ask(request: WriterRequest): Promise<string | number | boolean> {
    const answer = await this.send(request);
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  }

  async close(): Promise<void> {
    if (this.#stopped === undefined) await this.send({ kind: 'close' });
    await this.#worker.terminate();
  }

  #stop(error: Error): void {
    this.#stopped ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
