import { Agent, get, type IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { listen } from '../../src/http/listen.ts';

/** One request over the agent's connection. @returns its status; undefined where nobody answered */
function ask(url: string, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { agent }, (answer: IncomingMessage) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode));
    });
    request.once('error', () => resolve(undefined));
  });
}

describe('a server that stops', () => {
  it('ends although a client goes on asking over a connection that it keeps', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let slow: (() => void) | undefined;
    const server = await listen(
      (request, response) => {
        if (request.url === '/slow') slow = () => response.end('done');
        else response.end('quick');
      },
      { host: '127.0.0.1', port: 0 },
    );
    const first = ask(`${server.url}/slow`, agent);
    while (slow === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    const closed = server.close().then(() => 'closed' as const);
    slow();
    expect(await first).toBe(200);
    const asking = (async () => {
      for (let n = 0; n < 1000; n += 1) {
        const status = await ask(server.url, agent);
        if (status === undefined) return 'refused' as const;
      }
      return 'still served' as const;
    })();
    expect(await Promise.race([closed, asking])).not.toBe('still served');
    expect(await asking).toBe('refused');
    expect(await closed).toBe('closed');
    agent.destroy();
  });

  it('cuts a request that does not end', async () => {
    const server = await listen(() => undefined, { host: '127.0.0.1', port: 0 });
    const agent = new Agent();
    const asked = ask(server.url, agent);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = server.close();
    server.cut();
    expect(await asked).toBeUndefined();
    await closed;
  });
});
