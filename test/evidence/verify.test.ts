import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle } from '../../src/evidence/bundle.schema.ts';
import { signEnvelope } from '../../src/evidence/dsse.rules.ts';
import type { Statement } from '../../src/evidence/statement.schema.ts';
import { verificationText } from '../../src/evidence/verification-text.ts';
import { verifyCommand } from '../../src/evidence/verify-command.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { newKeyPair, publicKeyOf, publicPemOf } from '../../src/shared/ed25519.ts';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import { goldenKey } from '../support/golden-key.ts';
import { evidenceViews as views } from '../../src/evidence/folds.views.ts';
import { erase, sampleEvidence, withErasure } from './sample-book.ts';
import { digestOf } from './sample-records.ts';

const goldenPath = new URL('../golden/evidence-bundle.json', import.meta.url);
const verify = (text: string | Uint8Array) => verifyBundle(Buffer.from(text), goldenKey.publicKey, views);
const failureOf = (text: string | Uint8Array) => verify(text).failure;
const statementOf = (bundle: Bundle): Statement =>
  JSON.parse(Buffer.from(bundle.envelope.payload, 'base64').toString()) as Statement;

let text = '';
let bundle: Bundle;
beforeAll(async () => {
  ({ text } = await sampleEvidence().exportBundle('REL-000042'));
  bundle = JSON.parse(text) as Bundle;
});

const changed = (change: (copy: Bundle) => void): string => {
  const copy = structuredClone(bundle);
  change(copy);
  return canonicalJson(copy);
};
/** A bundle whose maker holds the key and signs what they please. */
const signedAnew = (change: (statement: Statement) => void): string =>
  changed((copy) => {
    const statement = statementOf(copy);
    change(statement);
    copy.envelope = signEnvelope(canonicalJson(statement), goldenKey.privateKey);
  });

describe('the evidence bundle of a release', () => {
  it('has the fixed form of the golden file', () => {
    expect(text).toBe(readFileSync(goldenPath, 'utf8'));
  });

  it('holds, and says in words what holds', () => {
    const verification = verify(text);
    expect(verification.failure).toBeUndefined();
    expect(verification.held).toEqual([
      `The file is an evidence bundle of REL-000042 in canonical JSON, ${Buffer.byteLength(text)} bytes.`,
      'Every base64 and hexadecimal text in it encodes to itself.',
      `The key id ${bundle.key.keyid.slice(0, 16)}… is that of the public key.`,
      'The statement is signed with that key (DSSE, Ed25519).',
      'The checkpoint of book BAAAQEAYEAUDAOCAJBIFQYDIOB4 over 28 pages is signed with that key.',
      'The entries of 25 pages have the digests that the pages recorded.',
      'Each page is in the book under that checkpoint (RFC 9162 inclusion proof).',
      'The pages ascend, neighbours name each other’s hash, and no entry of a stream is missing in between.',
      'The 2 subjects are the items as the pages show them after the release.',
      'The statement, derived again from the pages, is the signed one byte for byte.',
    ]);
  });

  it('names as subjects the items as they stand in production afterwards', () => {
    expect(statementOf(bundle).subject).toEqual([
      { name: 'KSBP.SAV.JCLLIB(SVJQINT1)', digest: { sha256: digestOf('new jcl') } },
      { name: 'KSBP.SAV.LOADLIB(SVINTCLC)', digest: { sha256: digestOf('new load') } },
    ]);
  });

  it('says who decided, who ran it, with which codes, and what is still open', () => {
    const { predicate } = statementOf(bundle);
    expect(predicate.changes[0]?.decisions[0]).toMatchObject({ by: 'savowner', boundTo: digestOf('content') });
    expect(predicate.run).toMatchObject({ startedBy: 'impl', system: 'KSB1' });
    expect(predicate.steps[1]?.attempts[0]).toMatchObject({ jobid: 'JOB00123', owner: 'LOCKSTP', retcode: 'CC 0000' });
    expect(predicate.steps[1]?.attempts[0]?.jobSteps[0]).toMatchObject({ name: 'LOAD', code: 0 });
    expect(predicate.steps[2]?.confirmed).toMatchObject({ by: 'nightop' });
    expect(predicate.items[0]?.parts[0]).toMatchObject({
      before: digestOf('old load'),
      approved: digestOf('new load'),
    });
    expect(predicate.release.openWatch).toHaveLength(1);
    expect(predicate.readiness[1]).toMatchObject({ verdict: 'ready', results: [{ verdict: 'pass' }] });
  });

  it('shows nothing of records that are none of the release', () => {
    expect(text).not.toContain('CHG-000999');
    expect(text).not.toContain('person.noticed');
    expect(bundle.pages.map(({ entries }) => entries.map((entry) => Object.keys(entry).join()))[1]).toEqual([
      'salt,text',
      'digest',
    ]);
  });

  it('still holds when a text was erased, and says which', async () => {
    const erased = await sampleEvidence((pages) => withErasure(pages, 5, 0, ['text'])).exportBundle('REL-000042');
    expect(erased.text).not.toContain('personal text');
    const verification = verify(erased.text);
    expect(verification.failure).toBeUndefined();
    expect(verification.held).toContainEqual(expect.stringContaining('The texts of 1 entries were erased'));
    expect(verification.statement?.predicate.anchor.erased).toEqual([
      { page: 6, stream: 'change:CHG-000481', seq: 5, type: 'change.noted/1' },
    ]);
    const renamed = erased.text.replace(
      '"erased":true,"seq":5,"stream":"change:CHG-000481","type":"change.noted/1"',
      (mark) => mark.replace('noted', 'moted'),
    );
    expect(renamed).not.toBe(erased.text);
    expect(failureOf(renamed)).toMatchObject({ place: 'entry 5 of change:CHG-000481' });
  });

  it('keeps who decided what where the reason was erased', async () => {
    const erased = await sampleEvidence((pages) => withErasure(pages, 4, 0, ['reason'])).exportBundle('REL-000042');
    const { statement, failure } = verify(erased.text);
    expect(failure).toBeUndefined();
    const before = verify(text).statement!.predicate.changes[0]!.decisions;
    expect(before[0]).toMatchObject({ by: 'savowner', decision: 'approve' });
    expect(statement!.predicate.changes[0]!.decisions).toEqual([
      { ...before[0], reason: '[erased]' },
      ...before.slice(1),
    ]);
  });

  it('is no evidence where an entry is marked as erased and no entry says so, or of another digest', async () => {
    const hidden = sampleEvidence((pages) => pages.with(4, erase(pages[4]!, 0)));
    await expect(hidden.exportBundle('REL-000042')).rejects.toMatchObject({ code: 'ledger.damaged' });
    const swapped = sampleEvidence((pages) => withErasure(pages, 4, 0, ['reason'], 'f'.repeat(64)));
    await expect(swapped.exportBundle('REL-000042')).rejects.toMatchObject({ code: 'ledger.damaged' });
  });

  it('is refused for a release that is not in the book', async () => {
    await expect(sampleEvidence().exportBundle('REL-000043')).rejects.toMatchObject({ code: 'request.not-found' });
  });
});

describe('a bundle that was tampered with', () => {
  it('fails with any one byte changed, and says where', () => {
    const bytes = Buffer.from(text);
    let seed = 20260912;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    for (let index = random(11); index < bytes.length; index += 1 + random(150)) {
      const bad = Buffer.from(bytes);
      bad[index]! ^= 1 << random(7);
      const failure = failureOf(bad);
      if (failure === undefined) throw new Error(`byte ${index} can be changed`);
      expect(failure.place).not.toBe('');
      expect(failure.why).not.toBe('');
    }
  });

  it('fails with any one text or number of its structure changed', () => {
    for (const path of leavesOf(bundle, [])) {
      const bad = changed((copy) => swap(copy, path));
      if (failureOf(bad) === undefined) throw new Error(`${path.join('.')} can be changed`);
    }
  });

  it('fails when it was cut off, or something was added', () => {
    expect(failureOf(text.slice(0, -1))?.place).toMatch(/^character \d+$/);
    expect(failureOf(`${text}\n`)?.place).toBe(`character ${text.length}`);
    expect(failureOf(`\uFEFF${text}`)?.why).toMatch(/^it is not JSON: Unexpected token/);
    expect(failureOf(text.replace('{', '{ '))?.place).toBe('character 1');
    expect(failureOf(changed((copy) => Object.assign(copy, { more: 1 })))).toEqual({
      ...{ place: 'bundle', why: 'Unrecognized key: "more"' },
    });
    expect(failureOf(text.replace('{"blobs"', '{"__proto__":{},"blobs"'))).toBeDefined();
  });

  it.each<[string, (copy: Bundle) => void, string]>([
    ['the release it is said to be of', (copy) => (copy.release = 'REL-000043'), 'release'],
    ['the book', (copy) => (copy.book = `B${'A'.repeat(26)}`), 'book'],
    ['the word on the key', (copy) => (copy.key.origin = 'site'), 'envelope.payload: predicate.anchor.keyOrigin'],
    ['the key id', (copy) => (copy.key.keyid = '0'.repeat(64)), 'key.keyid'],
    ['a page left out', (copy) => copy.pages.splice(3, 1), 'pages[3]'],
    ['the first page of a change left out', (copy) => copy.pages.splice(0, 1), 'pages[0]'],
    ['the last page left out', (copy) => copy.pages.pop(), 'envelope.payload: predicate.anchor.pages[24]'],
    ['two pages exchanged', (copy) => copy.pages.reverse(), 'pages[0]'],
    ['a page twice', (copy) => copy.pages.push(copy.pages.at(-1)!), 'pages[25]'],
    [
      'an entry hidden',
      (copy) => (copy.pages[1]!.entries[0] = { digest: '0'.repeat(64) }),
      'pages[1].entries[0].digest',
    ],
    ['an entry left out', (copy) => copy.pages[5]!.entries.pop(), 'pages[5].entries'],
    ['the plan changed', (copy) => (copy.blobs[0]!.text += ' '), 'blobs[0].text'],
    ['the plan left out', (copy) => copy.blobs.shift(), 'blobs[0].digest'],
    ['the report left out', (copy) => copy.blobs.pop(), 'blobs'],
    ['another blob added', (copy) => copy.blobs.push({ digest: digestOf('x'), text: 'x' }), 'blobs[2].digest'],
    ['a proof cut short', (copy) => copy.pages[2]!.proof.pop(), 'pages[2].proof'],
  ])('fails with %s', (_, change, place) => {
    expect(failureOf(changed(change))?.place).toBe(place);
  });

  it('fails when the page’s words were changed', () => {
    const bad = changed((copy) => (copy.pages[0]!.body = copy.pages[0]!.body.replace('"savdev"', '"savdew"')));
    expect(failureOf(bad)).toEqual({
      place: 'pages[0].proof',
      why: 'page 2 is not shown to be in the book of 28 pages',
    });
  });

  it('fails when a signature is another one that base64 reads alike', () => {
    const bad = changed((copy) => {
      const [signature] = copy.envelope.signatures;
      signature.sig = signature.sig.replace(/.==$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}==`);
    });
    expect(failureOf(bad)?.place).toBe('envelope.signatures[0].sig');
  });

  it('fails with another key', () => {
    const other = publicKeyOf(newKeyPair().publicKey);
    expect(verifyBundle(Buffer.from(text), other, views).failure?.place).toBe('key.keyid');
  });

  it('fails even when whoever holds the key signs what the pages do not say', () => {
    const codes = signedAnew(({ predicate }) => (predicate.steps[1]!.attempts[0]!.jobSteps[0]!.code = 4));
    expect(failureOf(codes)).toEqual({
      place: 'envelope.payload: predicate.steps[1].attempts[0].jobSteps[0].code',
      why: 'the statement says other than the pages',
    });
    const subjects = signedAnew((statement) => statement.subject.pop());
    expect(failureOf(subjects)?.place).toBe('envelope.payload: subject[1]');
  });
});

describe('lockstep verify', () => {
  it('exits with 0 for a good bundle, with 1 for a bad one, and says plainly that the key is self-made', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evidence-'));
    const paths = { bundle: join(folder, 'bundle.json'), key: join(folder, 'public.pem') };
    const printed: string[] = [];
    const command = () => verifyCommand({ ...paths, views, print: (words) => printed.push(words) });
    await writeFile(paths.key, publicPemOf(goldenKey.publicKey));
    await writeFile(paths.bundle, text);
    expect(await command()).toBe(0);
    expect(printed[0]).toContain('SELF-MADE');
    expect(printed[0]).toContain('080  R609A080  JOB00123  LOCKSTP  LOAD 0000');
    await writeFile(paths.bundle, text.replace('LOCKSTP', 'LOCKSTQ'));
    expect(await command()).toBe(1);
    expect(printed[1]).toMatch(/FAILS {2}pages\[\d+\]\.entries\[\d\]: salt and text do not give the digest/);
    await rm(paths.bundle);
    expect(await command()).toBe(1);
    expect(printed[2]).toMatch(/^lockstep verify: ENOENT/);
    await rm(folder, { recursive: true });
  });

  it('tells release, outcome, steps, jobs and codes in a few lines', () => {
    const words = verificationText(verify(text));
    expect(words).toContain('outcome    succeeded');
    expect(words).toContain('steps      3 succeeded, 1 pending; jobs 2');
    expect(words).toContain('open       first real posting (until 2026-09-30)');
  });
});

type Path = readonly (string | number)[];

function leavesOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) =>
    leavesOf(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Changes one leaf into another of its kind and form: one character of a text, a number by one. */
function swap(root: object, path: Path): void {
  const last = path.at(-1)!;
  const holder = path.slice(0, -1).reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], root);
  const leaf = (holder as Record<string, unknown>)[last];
  const other =
    typeof leaf === 'string'
      ? leaf.replace(/[0-9a-zA-Z](?=[^0-9a-zA-Z]*$)/, (c) =>
          /[0-9]/.test(c) ? String((Number(c) + 1) % 10) : c === 'a' ? 'b' : 'a',
        )
      : typeof leaf === 'number'
        ? leaf + 1
        : !(leaf as boolean);
  (holder as Record<string, unknown>)[last] = other;
}
