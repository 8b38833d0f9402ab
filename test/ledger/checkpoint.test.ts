import { describe, expect, it } from '@jest/globals';
import { createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  keyHashOf,
  readCheckpoint,
  signatureLine,
  signCheckpoint,
  verifyCheckpoint,
} from '../../src/ledger/checkpoint.rules.ts';
import { sha256 } from '../../src/shared/digest.ts';
import { keyIdOf, newKeyPair, privateKeyOf, publicKeyOf } from '../../src/shared/ed25519.ts';
import { goldenKey } from '../support/golden-key.ts';

const book = 'BAAAQEAYEAUDAOCAJBIFQYDIOB4';
const checkpoint = { book, size: 1912, root: sha256('root') };
const note = signCheckpoint(checkpoint, goldenKey.privateKey);
const golden = readFileSync(new URL('../golden/checkpoint.txt', import.meta.url), 'utf8');

const placeOf = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return (error as { facts?: { place?: unknown } }).facts?.place;
  }
  return 'it passed';
};

describe('a signed checkpoint', () => {
  it('has the fixed form of the golden file', () => expect(note).toBe(golden));

  it('says book, size and root, and verifies with the public key', () => {
    expect(verifyCheckpoint(note, goldenKey.publicKey)).toMatchObject(checkpoint);
  });

  it('hints at the key as the signed-note specification does', () => {
    const raw = Buffer.from('GlzZBxQ8OExB6DDFvOEqqIF+xWSaqr8sMTiLNbLXRNY=', 'base64');
    const key = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
      format: 'der',
      type: 'spki',
    });
    expect(keyHashOf('PeterNeumann', key).toString('hex')).toBe('c74f20a3');
  });

  it('may carry signatures of others, which are kept and not judged', () => {
    const witness = signatureLine({
      name: 'witness.example',
      keyHash: Buffer.from('01020304', 'hex'),
      signature: Buffer.alloc(72),
    });
    const read = verifyCheckpoint(note + witness, goldenKey.publicKey);
    expect(read.signatures.map(({ name }) => name)).toEqual([`lockstep/${book}`, 'witness.example']);
  });

  it('is refused with another key', () => {
    const other = newKeyPair();
    expect(placeOf(() => verifyCheckpoint(note, publicKeyOf(other.publicKey)))).toBe('checkpoint: signatures');
  });

  it('is refused when the same key signed another text', () => {
    const signature = sign(null, Buffer.from('another text\n'), goldenKey.privateKey);
    const name = `lockstep/${book}`;
    const line = signatureLine({ name, keyHash: keyHashOf(name, goldenKey.publicKey), signature });
    const [text] = note.split('\n\n');
    expect(placeOf(() => verifyCheckpoint(`${text ?? ''}\n\n${line}`, goldenKey.publicKey))).toBe(
      'checkpoint: signatures',
    );
  });

  it('is refused when the book signed it twice', () => {
    const [, line] = note.split('\n\n');
    expect(placeOf(() => verifyCheckpoint(note + (line ?? ''), goldenKey.publicKey))).toBe('checkpoint: signatures');
  });

  it.each([
    ['a size with a leading zero', note.replace('\n1912\n', '\n01912\n'), 'checkpoint: text'],
    ['a line more', note.replace('\n\n', '\nmore\n\n'), 'checkpoint: text'],
    ['another origin', note.replace('lockstep/', 'lockstop/'), 'checkpoint: text'],
    [
      'a root whose last bits are not zero',
      note.replace(/(.)=\n\n/, (_, c: string) => `${String.fromCharCode(c.charCodeAt(0) + 1)}=\n\n`),
      'checkpoint: text',
    ],
    ['no signature', note.slice(0, note.indexOf('\n\n') + 2), 'checkpoint: signatures'],
    ['no blank line', note.replace('\n\n', '\n'), 'checkpoint: blank line'],
    ['an unfinished last line', note.slice(0, -1), 'checkpoint: end'],
    ['a hyphen for the dash', note.replace('— ', '- '), 'checkpoint: signature 1'],
  ])('is refused with %s', (_, bad, place) => {
    expect(bad).not.toBe(note);
    expect(placeOf(() => readCheckpoint(bad))).toBe(place);
  });

  it('is refused with any one bit of any one byte flipped', () => {
    const bytes = Buffer.from(note);
    for (let index = 0; index < bytes.length; index += 1)
      for (const bit of [1, 32]) {
        const bad = Buffer.from(bytes);
        bad[index]! ^= bit;
        expect(placeOf(() => verifyCheckpoint(bad.toString('utf8'), goldenKey.publicKey))).toMatch(/^checkpoint: /);
      }
  });
});

describe('the keys of a book', () => {
  it('are Ed25519 keys in PEM form', () => {
    const pair = newKeyPair();
    expect(pair.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(keyIdOf(privateKeyOf(pair.privateKey))).toBe(keyIdOf(publicKeyOf(pair.publicKey)));
  });

  it('may stand between remarks in their file', () => {
    const { publicKey } = newKeyPair();
    expect(keyIdOf(publicKeyOf(`self-made for the demo\n${publicKey}more\n`))).toBe(keyIdOf(publicKeyOf(publicKey)));
  });

  it('are refused where a private key is given for the public one, without showing it', () => {
    const { privateKey } = newKeyPair();
    expect(() => publicKeyOf(privateKey)).toThrow('this is a private key: give the public one');
    expect(() => publicKeyOf('hello')).toThrow('this is not an Ed25519 public key in PEM form');
    expect(() => privateKeyOf('hello')).toThrow('this is not an Ed25519 private key in PEM form');
  });
});
