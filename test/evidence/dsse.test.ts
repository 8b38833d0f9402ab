import { describe, expect, it } from '@jest/globals';
import { verify } from 'node:crypto';
import { envelopeHolds, preAuthenticationEncoding, signEnvelope } from '../../src/evidence/dsse.rules.ts';
import { newKeyPair, publicKeyOf } from '../../src/shared/ed25519.ts';
import { goldenKey } from '../support/golden-key.ts';

describe('the DSSE envelope', () => {
  it('encodes what is signed as the example of the DSSE protocol does', () => {
    const encoded = preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
    expect(encoded.toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  it('counts bytes, not characters', () => {
    expect(preAuthenticationEncoding('t', Buffer.from('é')).toString()).toBe('DSSEv1 1 t 2 é');
  });

  it('can be verified by whoever follows the protocol', () => {
    const { payloadType, payload, signatures } = signEnvelope('{"a":"é"}', goldenKey.privateKey);
    expect([payloadType, payload]).toEqual(['application/vnd.in-toto+json', 'eyJhIjoiw6kifQ==']);
    const signed = Buffer.concat([
      Buffer.from('DSSEv1 28 application/vnd.in-toto+json 10 '),
      Buffer.from(payload, 'base64'),
    ]);
    expect(verify(null, signed, goldenKey.publicKey, Buffer.from(signatures[0].sig, 'base64'))).toBe(true);
  });

  it('holds for its key and payload only', () => {
    const envelope = signEnvelope('{}', goldenKey.privateKey);
    expect(envelopeHolds(envelope, goldenKey.publicKey)).toBe(true);
    expect(envelopeHolds({ ...envelope, payload: 'e30K' }, goldenKey.publicKey)).toBe(false);
    expect(envelopeHolds(envelope, publicKeyOf(newKeyPair().publicKey))).toBe(false);
  });
});
