import { canonicalJson, type Json, parseCanonicalJson } from '../shared/canonical-json.ts';
import { type Ed25519Key, keyIdOf } from '../shared/ed25519.ts';
import { LockstepError } from '../shared/errors.ts';
import { type Note, verifyCheckpoint } from '../ledger/checkpoint.rules.ts';
import { Bundle } from './bundle.schema.ts';
import { firstDifference } from './difference.rules.ts';
import { envelopeHolds } from './dsse.rules.ts';
import { notHeld, orNotHeld } from './not-held.rules.ts';
import { accountedPages, checkInclusion, checkOrder, type PageEvidence, readPage } from './page-evidence.rules.ts';
import { documentsFrom, type EvidenceViews, recordsFrom } from './records.rules.ts';
import { anchorOf, statementOf } from './statement.rules.ts';
import type { Statement } from './statement.schema.ts';

/** What a verification came to. */
export interface Verification {
  /** What was found to hold, in the order of the checks, each in one sentence. */
  readonly held: readonly string[];
  /** The first thing that does not hold: where in the bundle, and why. Nothing after it was looked at. */
  readonly failure?: { readonly place: string; readonly why: string };
  /** What the bundle says; there only when everything holds. */
  readonly statement?: Statement;
}

/**
 * Verifies a bundle with nothing but itself and a public key. Never throws for a bad bundle.
 *
 * @param bytes the file as it is
 */
export function verifyBundle(bytes: Uint8Array, publicKey: Ed25519Key, views: EvidenceViews): Verification {
  const held: string[] = [];
  try {
    const statement = verified(bytes, publicKey, views, (sentence) => held.push(sentence));
    return { held, statement };
  } catch (error) {
    if (!(error instanceof LockstepError)) return { held, failure: { place: 'bundle', why: 'it cannot be read' } };
    const { place, why } = error.facts;
    return {
      held,
      failure: {
        place: typeof place === 'string' ? place : 'bundle',
        why: typeof why === 'string' ? why : error.message,
      },
    };
  }
}

function verified(
  bytes: Uint8Array,
  publicKey: Ed25519Key,
  views: EvidenceViews,
  hold: (sentence: string) => void,
): Statement {
  const bundle = readBundle(bytes);
  hold(`The file is an evidence bundle of ${bundle.release} in canonical JSON, ${bytes.length} bytes.`);
  const payload = checkEncodings(bundle);
  hold('Every base64 and hexadecimal text in it encodes to itself.');
  checkKey(bundle, publicKey);
  hold(`The key id ${bundle.key.keyid.slice(0, 16)}… is that of the public key.`);
  if (!envelopeHolds(bundle.envelope, publicKey))
    throw notHeld('envelope.signatures[0].sig', 'the signature does not hold for this payload');
  hold('The statement is signed with that key (DSSE, Ed25519).');
  const note = checkNote(bundle, publicKey);
  hold(`The checkpoint of book ${note.book} over ${note.size} pages is signed with that key.`);
  const pages = bundle.pages.map((page, index) => readPage(page, `pages[${index}]`));
  hold(`The entries of ${pages.length} pages have the digests that the pages recorded.`);
  checkPages(bundle, pages, note);
  hold('Each page is in the book under that checkpoint (RFC 9162 inclusion proof).');
  checkOrder(pages);
  hold('The pages ascend, neighbours name each other’s hash, and no entry of a stream is missing in between.');
  const whole = accountedPages(pages);
  const erased = whole.reduce((sum, page) => sum + page.erased.size, 0);
  if (erased > 0)
    hold(`The texts of ${erased} entries were erased; each has its digest, and an entry that says by whom and why.`);
  return checkStatement(bundle, payload, whole, note, views, hold);
}

function readBundle(bytes: Uint8Array): Bundle {
  const text = orNotHeld('bundle', 'it is not UTF-8 text', () =>
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
  );
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const position = /position (\d+)/.exec(said)?.[1];
    throw notHeld(position === undefined ? 'bundle' : `character ${position}`, `it is not JSON: ${said}`, cause);
  }
  const canonical = orNotHeld('bundle', 'it holds what canonical JSON cannot say', () => canonicalJson(json));
  if (canonical !== text) throw notHeld(`character ${firstApart(text, canonical)}`, 'it is not canonical JSON');
  const read = Bundle.safeParse(json);
  if (read.success && canonicalJson(read.data) === text) return read.data;
  if (read.success) throw notHeld('bundle', 'it holds more than its form names');
  const [issue] = read.error.issues;
  throw notHeld(issue === undefined || issue.path.length === 0 ? 'bundle' : pathOf(issue.path), issue?.message ?? '');
}

function checkEncodings({ envelope }: Bundle): string {
  const texts = { 'envelope.payload': envelope.payload, 'envelope.signatures[0].sig': envelope.signatures[0].sig };
  for (const [place, text] of Object.entries(texts))
    if (Buffer.from(text, 'base64').toString('base64') !== text)
      throw notHeld(place, 'the base64 does not encode to itself');
  return orNotHeld('envelope.payload', 'it is not UTF-8 text', () =>
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(envelope.payload, 'base64')),
  );
}

function checkKey({ key, envelope }: Bundle, publicKey: Ed25519Key): void {
  const keyid = keyIdOf(publicKey);
  if (key.keyid !== keyid) throw notHeld('key.keyid', 'the bundle names another key');
  if (envelope.signatures[0].keyid !== keyid)
    throw notHeld('envelope.signatures[0].keyid', 'the envelope names another key');
}

function checkNote({ checkpoint, book }: Bundle, publicKey: Ed25519Key): Note {
  const note = verifyCheckpoint(checkpoint, publicKey);
  if (note.book !== book) throw notHeld('book', 'the checkpoint is of another book');
  return note;
}

function checkPages(bundle: Bundle, pages: readonly PageEvidence[], note: Note): void {
  for (const [index, page] of pages.entries()) {
    const place = `pages[${index}]`;
    const carried = bundle.pages[index];
    if (page.book !== bundle.book) throw notHeld(`${place}.body`, 'the page is of another book');
    if (carried !== undefined) checkInclusion(page, carried, note, place);
  }
}

function checkStatement(
  bundle: Bundle,
  payload: string,
  pages: readonly PageEvidence[],
  note: Note,
  views: EvidenceViews,
  hold: (sentence: string) => void,
): Statement {
  const records = orNotHeld('pages', 'no release can be derived from them', () =>
    recordsFrom(documentsFrom(views, bundle.release, pages), bundle.blobs),
  );
  const derived = statementOf(records, anchorOf(bundle, note.size, pages));
  const said = orNotHeld('envelope.payload', 'it is not canonical JSON', () => parseCanonicalJson(payload));
  const text = canonicalJson(derived);
  const apart = firstDifference(said, JSON.parse(text) as Json);
  if (apart !== undefined || payload !== text)
    throw notHeld(`envelope.payload: ${apart ?? 'text'}`, 'the statement says other than the pages');
  hold(`The ${derived.subject.length} subjects are the items as the pages show them after the release.`);
  hold('The statement, derived again from the pages, is the signed one byte for byte.');
  return derived;
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

function firstApart(left: string, right: string): number {
  let index = 0;
  while (index < left.length && left[index] === right[index]) index += 1;
  return index;
}
