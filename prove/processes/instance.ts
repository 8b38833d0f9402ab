import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

export interface Launch {
  /** Its name in tables and of its log. */
  readonly name: string;
  /** What `node` is given. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** What runs `node`, such as strace. @default node itself */
  readonly before?: readonly string[];
  /** Told of each start. */
  readonly onStart?: () => void;
}

/** A process of the product that can be killed, stopped, and made to go on. */
export class Instance {
  readonly #launch: Launch;
  #child: ChildProcess | undefined;
  #url = '';
  #suspended = false;
  #said = '';
  #startedInMs = 0;

  constructor(launch: Launch) {
    this.#launch = launch;
  }

  get name(): string {
    return this.#launch.name;
  }

  /** The address that it printed when it last started. */
  get url(): string {
    return this.#url === '' ? 'http://127.0.0.1:9' : this.#url;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get isAlive(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** It listens, and is not suspended. */
  get answers(): boolean {
    return this.isAlive && this.#url !== '' && !this.#suspended;
  }

  /** How long its last start took, in milliseconds: machines differ. */
  get startedInMs(): number {
    return this.#startedInMs;
  }

  /** The last lines of its log. */
  get said(): string {
    return this.#said;
  }

  /** @throws {Error} when it ends before it listens */
  async start(): Promise<void> {
    const { words, environment, logFile, before = [], onStart } = this.#launch;
    onStart?.();
    const began = performance.now();
    const command = [...before, process.execPath, '--no-warnings', ...words];
    const child = spawn(command[0]!, command.slice(1), { env: { ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    const log = createWriteStream(logFile, { flags: 'a' });
    log.on('error', () => undefined);
    this.#child = child;
    this.#url = '';
    this.#suspended = false;
    child.stderr.on('data', (text: Buffer) => {
      this.#said = (this.#said + text.toString()).slice(-4000);
      log.write(text);
    });
    child.once('close', () => log.end());
    const url = await addressFrom(child, () => this.#said);
    if (child === this.#child) this.#url = url;
    this.#startedInMs = performance.now() - began;
  }

  /** Ends it at once, as the kernel would. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Its process gets no processor from now on, and notices nothing of it. */
  suspend(): void {
    this.#suspended = true;
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
    this.#suspended = false;
  }

  /** Resolves once it is over, whoever ended it. */
  async ended(): Promise<void> {
    const child = this.#child;
    if (child !== undefined && this.isAlive) await new Promise((resolve) => child.once('exit', resolve));
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.isAlive) return;
    const over = new Promise((resolve) => child.once('exit', resolve));
    if (this.#suspended) this.resume();
    child.kill(signal);
    await over;
  }
}

function addressFrom(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (more: Buffer) => {
      text += more.toString();
      const url = /https?:\/\/[^\s/]+/.exec(text)?.[0];
      if (url !== undefined && text.includes('\n')) resolve(url);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`it ended with ${signal ?? `code ${code}`} before it listened:\n${said()}`)),
    );
  });
}
