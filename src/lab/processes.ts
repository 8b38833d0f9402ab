import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../bin/lockstep.js', import.meta.url));

/** A `lockstep` command that runs as a process of its own. */
export interface Started {
  readonly pid: number;
  /** First line on standard output: the address it listens on. */
  readonly url: string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to stop, and waits. */
  stop(): Promise<void>;
}

/**
 * Starts `lockstep <words>` and waits for the address that it prints.
 *
 * @param logFile where its standard error goes
 * @throws {Error} when it ends before it listens; the message holds the last lines of what it said
 */
export async function startCommand(
  words: readonly string[],
  { environment, logFile }: { environment: Readonly<Record<string, string>>; logFile: string },
): Promise<Started> {
  const child = spawn(process.execPath, [command, ...words], {
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-2000);
    log.write(text);
  });
  const url = await firstLine(child, () => said);
  return {
    url,
    pid: child.pid ?? 0,
    kill: () => ending(child, 'SIGKILL'),
    stop: () => ending(child, 'SIGTERM'),
  };
}

function firstLine(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (more: Buffer) => {
      text += more.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(/https?:\/\/\S+/.exec(text.slice(0, end))?.[0] ?? text.slice(0, end));
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`it ended with code ${code ?? 'none'} before it listened:\n${said()}`)),
    );
  });
}

function ending(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
