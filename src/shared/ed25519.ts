import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto';
import { sha256Hex } from './digest.ts';

/** A private or public Ed25519 key. */
export type Ed25519Key = KeyObject;

/** A new key pair as PEM: private key in PKCS #8, public key in SPKI (RFC 8410). */
export function newKeyPair(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** Reads a private key from PEM. @throws {Error} for anything else; its text never holds the key */
export function privateKeyOf(pem: string): Ed25519Key {
  return ed25519Only(() => createPrivateKey(pem), 'private');
}

/** Reads a public key from PEM; remarks around the PEM block are passed over. @throws {Error} for anything else */
export function publicKeyOf(pem: string): Ed25519Key {
  if (pem.includes('PRIVATE KEY')) throw new Error('this is a private key: give the public one');
  return ed25519Only(() => createPublicKey(pem), 'public');
}

/** The public half of a private key. */
export const publicHalfOf = (key: Ed25519Key): Ed25519Key => (key.type === 'private' ? createPublicKey(key) : key);

/** A public key as PEM (SPKI). */
export const publicPemOf = (key: Ed25519Key): string =>
  publicHalfOf(key).export({ type: 'spki', format: 'pem' }).toString();

/** Id of a key pair: SHA-256 of the public key's SubjectPublicKeyInfo in DER, lower-case hexadecimal. */
export const keyIdOf = (key: Ed25519Key): string => sha256Hex(publicDer(key));

/** The 32 bytes of the public key. */
export function rawPublicKeyOf(key: Ed25519Key): Buffer {
  return publicDer(key).subarray(-32);
}

/** @returns the signature's 64 bytes; one text and key have one signature (RFC 8032) */
export const signEd25519 = (bytes: Uint8Array, privateKey: Ed25519Key): Buffer => signBytes(null, bytes, privateKey);

export const holdsEd25519 = (bytes: Uint8Array, signature: Uint8Array, publicKey: Ed25519Key): boolean =>
  signature.length === 64 && verifyBytes(null, bytes, publicKey, signature);

const publicDer = (key: Ed25519Key): Buffer => publicHalfOf(key).export({ type: 'spki', format: 'der' });

function ed25519Only(read: () => Ed25519Key, kind: string): Ed25519Key {
  let key: Ed25519Key | undefined;
  try {
    key = read();
  } catch {
    key = undefined;
  }
  if (key?.asymmetricKeyType !== 'ed25519') throw new Error(`this is not an Ed25519 ${kind} key in PEM form`);
  return key;
}
