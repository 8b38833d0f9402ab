import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Private key and certificate, each as PEM text. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Where the certificate lies, for clients that shall trust it (`NODE_EXTRA_CA_CERTS`, `curl --cacert`). */
export const certificateFile = (folder: string): string => join(folder, 'certificate.pem');

const day = 86_400_000;
const validDays = 825;

/**
 * The certificate of a practice system: made at its first start, the same ever after. It signs itself and names
 * localhost, the machine and `host`. The key is readable by its owner alone.
 *
 * @param now milliseconds since 1970 on the machine's clock: clients compare validity with theirs
 */
export async function certificateIn(folder: string, host: string, now: number): Promise<Certificate> {
  const keyFile = join(folder, 'key.pem');
  const certFile = certificateFile(folder);
  if (existsSync(keyFile) && existsSync(certFile))
    return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
  const made = await newCertificate(host, now);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(keyFile, made.key, { mode: 0o600 });
  writeFileSync(certFile, made.cert);
  return made;
}

/** A new self-signed certificate for the same names. */
export async function newCertificate(host: string, now: number): Promise<Certificate> {
  const names = new Set(['localhost', hostname(), host].filter((name) => name !== '' && isIP(name) === 0));
  const addresses = new Set(['127.0.0.1', '::1', host].filter((name) => isIP(name) !== 0));
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Lockstep practice z/OSMF' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: dateOf(now - day),
    notAfterDate: dateOf(now + validDays * day),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...[...names].map((value) => ({ type: 2 as const, value })),
          ...[...addresses].map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  return { key, cert };
}

const dateOf = (ms: number): Date => new Date(ms);
