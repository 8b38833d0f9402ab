import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { control } from './control.ts';
import { ReplicaSet } from './replica-set.ts';

/**
 * The replica set as a process of its own: `node --import tsx test/support/replica-set/server.ts [electionMs=n]`. Its
 * first line is the address of the set, its second one the address of the control port. Commands come one a line on its
 * input, or as the body of a POST to that port; each is answered with one line of JSON. It ends with its input.
 */
const given = Object.fromEntries(process.argv.slice(2).map((word) => word.split('=') as [string, string]));
const set = await ReplicaSet.start(
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, Number(value)])),
);

async function answered(line: string): Promise<string> {
  try {
    return JSON.stringify({ ok: true, ...(await control(set, line)) });
  } catch (error) {
    return JSON.stringify({ ok: false, error: error instanceof Error ? error.message : String(error) });
  }
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => void answered(body).then((line) => response.end(`${line}\n`)));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`${set.url()}\nhttp://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  process.stdout.write(`${await answered(line)}\n`);
}
await set[Symbol.asyncDispose]();
server.close();
