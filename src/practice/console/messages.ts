/** Answers of commands that wait to be fetched, by response key of a user; each line is given out once. */
export interface ConsoleMessages {
  /** Opens a key of the form `C1234567`. */
  open(user: string): string;
  add(key: string, lines: readonly string[]): void;
  /** New lines since the last call, or undefined for a key that this user never opened, or so long ago that it is forgotten. */
  take(key: string, user: string): readonly string[] | undefined;
}

/** Keys that are known at a time. */
const mostKept = 10_000;

export function consoleMessages(firstKey = 1_000_000): ConsoleMessages {
  const waiting = new Map<string, { readonly user: string; readonly lines: string[] }>();
  let next = firstKey;
  return {
    open(user) {
      const key = `C${String(next)}`;
      next += 1;
      waiting.set(key, { user, lines: [] });
      if (next > firstKey + mostKept) waiting.delete(`C${String(next - mostKept - 1)}`);
      return key;
    },
    add: (key, lines) => void waiting.get(key)?.lines.push(...lines),
    take(key, user) {
      const answer = waiting.get(key);
      return answer?.user === user ? answer.lines.splice(0) : undefined;
    },
  };
}
