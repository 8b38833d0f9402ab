import { generateKeyPairSync, sign } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const [sequence, set, oid, integer, bits, text, time] = [0x30, 0x31, 0x06, 0x02, 0x03, 0x0c, 0x17];

/** A certificate that nobody vouches for (RFC 5280, 4.1), for `localhost`. */
function selfSigned() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(sequence, der(oid, Buffer.from('2a8648ce3d040302', 'hex')));
  const commonName = der(sequence, der(oid, Buffer.from('550403', 'hex')), der(text, Buffer.from('localhost')));
  const name = der(sequence, der(set, commonName));
  const valid = der(sequence, ...['200101000000Z', '490101000000Z'].map((at) => der(time, Buffer.from(at))));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const signed = der(sequence, der(integer, Buffer.from([1])), algorithm, name, valid, name, spki);
  const signature = der(bits, Buffer.from([0]), sign('sha256', signed, privateKey));
  const base64 = der(sequence, signed, algorithm, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** A system behind TLS and a gateway: once the request is there, the gateway speaks plain text into the connection. */
export async function brokenTunnel() {
  const taken: string[] = [];
  const open: Socket[] = [];
  const server = createTlsServer(selfSigned(), (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      taken.push(chunk.toString('utf8'));
      if (taken.join('').includes('EXEC')) open[0]?.write('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gateway = createServer((socket) => {
    const inner = connect((server.address() as AddressInfo).port, '127.0.0.1');
    for (const end of [socket, inner]) open.push(end.on('error', () => undefined));
    socket.pipe(inner).pipe(socket);
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  return {
    port: (gateway.address() as AddressInfo).port,
    taken,
    async [Symbol.asyncDispose]() {
      for (const end of open) end.destroy();
      await Promise.all([gateway, server].map((each) => new Promise((resolve) => each.close(resolve))));
    },
  };
}
