export interface ServerSentEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
  /** Milliseconds to wait before a new connection, where the server says so. */
  readonly retry: number | undefined;
}

/**
 * Cuts a byte stream into its events; comments and unfinished events are dropped.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export async function* eventsIn(bytes: AsyncIterable<Buffer>): AsyncGenerator<ServerSentEvent, void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of bytes) {
    text += decoder.decode(part, { stream: true });
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop() ?? '';
    for (const block of blocks) yield eventOf(block);
  }
}

function eventOf(block: string): ServerSentEvent {
  const fields = block.split(/\r?\n/).map((line): readonly [string, string] => {
    const [name = '', value = ''] = line.split(/:(?: )?(.*)/s);
    return [name, value];
  });
  const all = (name: string) => fields.flatMap(([each, value]) => (each === name ? [value] : []));
  const retry = all('retry').at(-1);
  return {
    id: all('id').at(-1),
    event: all('event').at(-1) ?? 'message',
    data: all('data').join('\n'),
    retry: retry !== undefined && /^\d+$/.test(retry) ? Number(retry) : undefined,
  };
}
