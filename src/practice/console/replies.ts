/** Messages that wait for an operator's reply (WTOR): numbered from 1 to 99 again and again. */
export interface Replies {
  /**
   * @param said is told the message with its number
   * @returns the reply; rejects when the signal aborts
   */
  ask(text: string, jobname: string, signal?: AbortSignal, said?: (text: string) => void): Promise<string>;
  outstanding(): readonly { readonly id: string; readonly text: string; readonly jobname: string }[];
  /** @returns false when nothing waits under the number */
  reply(id: string, text: string): boolean;
}

const mostReplies = 99;

export function replies(said: (text: string, jobname: string) => void = () => undefined): Replies {
  const waiting = new Map<string, { text: string; jobname: string; answer: (text: string) => void }>();
  let last = 0;
  const nextId = () => {
    for (let turn = 0; turn < mostReplies; turn += 1) {
      last = (last % mostReplies) + 1;
      const id = String(last).padStart(2, '0');
      if (!waiting.has(id)) return id;
    }
    throw new Error('all reply numbers are taken');
  };
  return {
    ask: (text, jobname, signal, saidTo) =>
      new Promise<string>((resolve, reject) => {
        signal?.throwIfAborted();
        const id = nextId();
        const leave = () => {
          waiting.delete(id);
          reject(new Error('no reply'));
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiting.set(id, {
          ...{ text, jobname },
          answer(reply) {
            signal?.removeEventListener('abort', leave);
            resolve(reply);
          },
        });
        said(`*${id} ${text}`, jobname);
        saidTo?.(`*${id} ${text}`);
      }),
    outstanding: () => Array.from(waiting, ([id, { text, jobname }]) => ({ id, text, jobname })),
    reply(id, text) {
      const found = waiting.get(id.padStart(2, '0'));
      waiting.delete(id.padStart(2, '0'));
      found?.answer(text);
      return found !== undefined;
    },
  };
}
