import { sha256 } from '../shared/digest.ts';
import { type Ed25519Key, holdsEd25519, rawPublicKeyOf, signEd25519 } from '../shared/ed25519.ts';
import { LockstepError } from '../shared/errors.ts';

/** Origin of a book's checkpoints, and name of the key that signs them. */
export const originOf = (book: string): string => `lockstep/${book}`;

/** What a checkpoint says: the first `size` pages of the book have this Merkle root. */
export interface Checkpoint {
  readonly book: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Buffer;
}

/** One signature line of a note; further ones are co-signatures by others. */
export interface NoteSignature {
  readonly name: string;
  /** First four bytes of the key hash: a hint at the key, no proof. */
  readonly keyHash: Buffer;
  /** Signature over the note's text; for Ed25519 64 bytes. */
  readonly signature: Buffer;
}

export interface Note extends Checkpoint {
  /** What is signed: all lines before the blank one, the last line's end too. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const ed25519Algorithm = 0x01;
const book = 'B[A-Z2-7]{26}';
const textForm = new RegExp(`^lockstep/(${book})\n(0|[1-9]\\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$`);
const signatureForm = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;
/** Most signature lines that are read. */
const signatureLimit = 16;

/** Key hash of a signed note: SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), its first four bytes (C2SP signed-note). */
export function keyHashOf(name: string, key: Ed25519Key): Buffer {
  return sha256(name, Uint8Array.of(0x0a, ed25519Algorithm), rawPublicKeyOf(key)).subarray(0, 4);
}

/** What a checkpoint's signature covers. */
export const checkpointText = ({ book, size, root }: Checkpoint): string =>
  `${originOf(book)}\n${size}\n${root.toString('base64')}\n`;

/** Signs a checkpoint (C2SP tlog-checkpoint as a C2SP signed-note, Ed25519). @returns the note's text */
export function signCheckpoint(checkpoint: Checkpoint, privateKey: Ed25519Key): string {
  const text = checkpointText(checkpoint);
  const name = originOf(checkpoint.book);
  const signature = signEd25519(Buffer.from(text), privateKey);
  return `${text}\n${signatureLine({ name, keyHash: keyHashOf(name, privateKey), signature })}`;
}

/** A signature as a line of a note; a co-signature is added by appending such a line. */
export const signatureLine = ({ name, keyHash, signature }: NoteSignature): string =>
  `— ${name} ${Buffer.concat([keyHash, signature]).toString('base64')}\n`;

/**
 * Reads a note without trusting it. Strict: the note written again from what was read is the same text.
 *
 * @throws {LockstepError} `ledger.damaged`; `facts.place` names the line
 */
export function readCheckpoint(note: string): Note {
  const split = note.indexOf('\n\n');
  if (split < 0) throw damaged('blank line', 'no blank line parts text and signatures');
  const text = note.slice(0, split + 1);
  const checkpoint = readText(text);
  const lines = note.slice(split + 2).split('\n');
  if (lines.pop() !== '') throw damaged('end', 'the last line does not end');
  if (lines.length === 0 || lines.length > signatureLimit)
    throw damaged('signatures', `there are ${lines.length} signature lines, not 1 to ${signatureLimit}`);
  return { ...checkpoint, text, signatures: lines.map(readSignature) };
}

function readText(text: string): Checkpoint {
  const [, book, size, root] = textForm.exec(text) ?? [];
  if (book === undefined || size === undefined || root === undefined)
    throw damaged('text', 'it does not say origin, size and root');
  const checkpoint = { book, size: Number(size), root: Buffer.from(root, 'base64') };
  if (checkpointText(checkpoint) !== text) throw damaged('text', 'size or root is not in its one form');
  return checkpoint;
}

function readSignature(line: string, index: number): NoteSignature {
  const [, name, encoded] = signatureForm.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw damaged(`signature ${index + 1}`, 'it has not the form');
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length < 5 || bytes.toString('base64') !== encoded)
    throw damaged(`signature ${index + 1}`, 'its base64 does not encode to itself');
  return { name, keyHash: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/**
 * Reads a note and checks the book's own signature in it: one line bears the book's name and this key's hash, and
 * holds. Lines by others are kept and not judged.
 *
 * @throws {LockstepError} `ledger.damaged`; `facts.place` says where
 */
export function verifyCheckpoint(note: string, publicKey: Ed25519Key): Note {
  const read = readCheckpoint(note);
  const name = originOf(read.book);
  const keyHash = keyHashOf(name, publicKey);
  const [own, ...more] = read.signatures.filter((line) => line.name === name && line.keyHash.equals(keyHash));
  if (own === undefined || more.length > 0) throw damaged('signatures', 'not one line, and only one, is by this key');
  if (!holdsEd25519(Buffer.from(read.text), own.signature, publicKey))
    throw damaged('signatures', 'the signature does not hold for this text');
  return read;
}

function damaged(place: string, why: string): LockstepError {
  return new LockstepError('ledger.damaged', `checkpoint, ${place}: ${why}`, { place: `checkpoint: ${place}`, why });
}
