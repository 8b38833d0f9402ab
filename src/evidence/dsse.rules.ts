import { type Ed25519Key, holdsEd25519, keyIdOf, signEd25519 } from '../shared/ed25519.ts';
import type { Envelope } from './bundle.schema.ts';

const payloadType = 'application/vnd.in-toto+json';

/** Pre-authentication encoding: `DSSEv1 <length> <type> <length> <payload>` (DSSE protocol, version 1; lengths in bytes). */
export function preAuthenticationEncoding(type: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** Signs an in-toto statement. @param statement canonical JSON text */
export function signEnvelope(statement: string, privateKey: Ed25519Key): Envelope {
  const payload = Buffer.from(statement);
  const sig = signEd25519(preAuthenticationEncoding(payloadType, payload), privateKey).toString('base64');
  return { payloadType, payload: payload.toString('base64'), signatures: [{ keyid: keyIdOf(privateKey), sig }] };
}

/** True when the envelope's one signature is by this key over this payload. */
export function envelopeHolds({ payload, signatures }: Envelope, publicKey: Ed25519Key): boolean {
  const signed = preAuthenticationEncoding(payloadType, Buffer.from(payload, 'base64'));
  return holdsEd25519(signed, Buffer.from(signatures[0].sig, 'base64'), publicKey);
}
