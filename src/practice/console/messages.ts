/** Answers of commands that wait to be fetched, by response key; each line is given out once. */
export interface ConsoleMessages {
  /** Opens a key of the form `C1234567`. */
  open(): string;
  add(key: string, lines: readonly string[]): void;
  /** New lines since the last call, or undefined for a key that was never opened. */
  take(key: string): readonly string[] | undefined;
}

export function consoleMessages(firstKey = 1_000_000): ConsoleMessages {
  const waiting = new Map<string, string[]>();
  let next = firstKey;
  return {
    open() {
      const key = `C${String(next)}`;
      next += 1;
      waiting.set(key, []);
      return key;
    },
    add: (key, lines) => void waiting.get(key)?.push(...lines),
    take: (key) => waiting.get(key)?.splice(0),
  };
}
