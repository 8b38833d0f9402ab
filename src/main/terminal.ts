/** Where a command writes: answers to `out`, complaints to `err`. Texts end in their own line feed. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

/** What the command came to, as shells read it. */
export const exitCodes = {
  /** Done, and what was asked holds. */
  done: 0,
  /** It failed, or what was asked does not hold. */
  failed: 1,
  /** The command line or a setting is wrong; nothing was begun. */
  usage: 2,
} as const;

/** Sets the exit code that the command line hands to the shell. */
export class Exit extends Error {
  override readonly name = 'Exit';
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}
