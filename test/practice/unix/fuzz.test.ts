import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UnixError } from '../../../src/practice/unix/errno.ts';
import type { UnixFiles } from '../../../src/practice/unix/unix-files.ts';
import { basic, send, startSmallSystem } from '../support/small-system.ts';
import { unixSystem } from './unix-system.ts';

const piece = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    'u',
    'deva',
    'private',
    'secret',
    'tmp',
    'link',
    'loop',
    'etc',
    'dev',
    'null',
    'other',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
/** Paths to what is there, with turns that change nothing in them. */
const known = fc
  .tuple(
    fc.constantFrom(
      '/u/deva',
      '/u/deva/private',
      '/u/deva/private/secret',
      '/u/deva/open',
      '/tmp/link/secret',
      '/etc/profile',
      '/dev/null',
    ),
    fc.constantFrom('/', '//', '/./', '/../', '/u/../'),
    fc.nat(3),
  )
  .map(([there, turn, at]) => {
    const names = there.split('/').slice(1);
    return names.map((name, place) => (place === at && turn !== '/../' ? turn : '/') + name).join('');
  });
const path = fc.oneof(
  known,
  fc.array(piece, { maxLength: 7 }).map((names) => `/${names.join('/')}`),
);

/** All that DEVA has below his home, with its content. */
function treeOf(unix: UnixFiles, at = '/u/deva'): unknown[] {
  return unix
    .list(at, 'DEVA')
    .flatMap(({ name, status }) => [
      [`${at}/${name}`, status],
      ...(status.kind === 'directory' ? treeOf(unix, `${at}/${name}`) : []),
      ...(status.kind === 'file' ? [unix.read(`${at}/${name}`, 'DEVA').toString('hex')] : []),
    ]);
}

function prepared() {
  const system = unixSystem();
  const { unix } = system;
  unix.makeDirectory('/u/deva/private', 'DEVA', 0o700);
  unix.write('/u/deva/private/secret', 'DEVA', Buffer.from('hidden'), { mode: 0o666 });
  unix.write('/u/deva/open', 'DEVA', Buffer.from('seen'), { mode: 0o644 });
  unix.symbolicLink('/u/deva/private', '/tmp/link', 'OTHER');
  unix.symbolicLink('loop', '/tmp/loop', 'OTHER');
  return system;
}

type Act = (unix: UnixFiles, one: string, two: string) => unknown;
const acts: readonly Act[] = [
  (unix, one) => unix.write(one, 'OTHER', Buffer.from('x')),
  (unix, one) => unix.write(one, 'OTHER', Buffer.from('x'), { append: true }),
  (unix, one) => unix.makeDirectory(one, 'OTHER'),
  (unix, one) => unix.remove(one, 'OTHER'),
  (unix, one) => unix.removeDirectory(one, 'OTHER'),
  (unix, one) => unix.removeTree(one, 'OTHER'),
  (unix, one, two) => unix.rename(one, two, 'OTHER'),
  (unix, one, two) => unix.symbolicLink(one, two, 'OTHER'),
  (unix, one) => unix.changeMode(one, 'OTHER', 0o777),
  (unix, one) => unix.changeOwner(one, 'OTHER', { uid: 0 }),
  (unix, one) => unix.tag(one, 'OTHER', { type: 'binary' }),
  (unix, one) => unix.touch(one, 'OTHER'),
  (unix, one) => unix.mount('OMVS.ROOT.ZFS', 'OTHER', one, 'rdwr', 'ZFS'),
  (unix, one) => unix.list(one, 'OTHER'),
];

describe('whatever comes', () => {
  it('a user changes nothing of another, and every refusal is one of the file system', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...acts), path, path), { maxLength: 25 }), (calls) => {
        const { unix } = prepared();
        const before = treeOf(unix);
        for (const [act, one, two] of calls)
          try {
            act(unix, one, two);
          } catch (error) {
            if (!(error instanceof UnixError)) throw error;
          }
        expect(treeOf(unix)).toEqual(before);
        expect(unix.exists('/dev/null', 'DEVA') && unix.exists('/etc/profile', 'DEVA')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('a user reads nothing that is kept from him', () => {
    const { unix } = prepared();
    fc.assert(
      fc.property(path, (at) => {
        try {
          expect(unix.read(at, 'OTHER').toString()).not.toContain('hidden');
        } catch (error) {
          if (!(error instanceof UnixError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a path leads to one place, which has a path without links that leads there again', () => {
    const { unix } = prepared();
    fc.assert(
      fc.property(path, (at) => {
        if (!unix.exists(at, 'DEVA')) return;
        const real = unix.resolve(at, 'DEVA');
        expect(real).toMatch(/^\/($|[^/])/);
        expect(unix.resolve(real, 'DEVA')).toBe(real);
        expect(unix.status(real, 'DEVA').inode).toBe(unix.status(at, 'DEVA').inode);
      }),
      { numRuns: 300 },
    );
  });

  it('a script ends with a status', async () => {
    const token = fc.constantFrom(
      ...[
        'if',
        'then',
        'fi',
        'for',
        'x',
        'in',
        'do',
        'done',
        'while',
        'case',
        'esac',
        '{',
        '}',
        '(',
        ')',
        ';',
        '&&',
        '||',
        '|',
      ],
      ...[
        '$x',
        '${x',
        '${x:-y}',
        '$(',
        '`',
        '"',
        "'",
        '\\',
        '<<E',
        '>f',
        '2>&1',
        '\n',
        '*',
        '[',
        ']',
        '#',
        '$((1+',
        '))',
        '!',
        'echo',
        'ls',
      ],
    );
    const script = fc.oneof(
      fc.array(token, { maxLength: 20 }).map((tokens) => tokens.join(' ')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(script, async (text) => {
        let turns = 0;
        const { sh } = unixSystem({
          elapse: () => ((turns += 1) > 500 ? Promise.reject(new Error('too long')) : Promise.resolve()),
        });
        const ended = await sh(text).catch((error: unknown) => {
          if ((error as Error).message !== 'too long') throw error;
          return { status: 0 };
        });
        expect(ended.status).toBeGreaterThanOrEqual(0);
        expect(ended.status).toBeLessThan(256);
      }),
      { numRuns: 120 },
    );
  });

  it('an expression that would take for ever is given up', async () => {
    const { sh } = unixSystem();
    const ended = await sh(
      `echo ${'a'.repeat(40)}b > f; grep -E '^(a+)+$' f; echo $?; find . -name '${'*a'.repeat(60)}'`,
    );
    expect(ended.output).toBe('2\n');
  });

  it('a request is answered, and nothing of the server fails', async () => {
    await using system = await startSmallSystem();
    const raw = fc
      .array(fc.oneof(piece, fc.constantFrom('%2F', '%', '%zz', '%00', '#', "'", '%2e%2e', '%ff')), { maxLength: 6 })
      .map((names) =>
        names
          .map((name) =>
            name.replaceAll(/[^!-~]|\?/g, (character) =>
              encodeURIComponent(character.replaceAll(/[\ud800-\udfff]/g, '')),
            ),
          )
          .join('/'),
      );
    const request = fc.record({
      method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH'),
      area: fc.constantFrom('fs', 'mfs', 'mfs/zfs'),
      path: raw,
      body: fc.oneof(
        fc.constantFrom(
          '',
          '{"request":"chmod","mode":"777"}',
          '{"type":"directory"}',
          '{"request":"move","from":"/etc"}',
        ),
        fc.json({ maxDepth: 2 }),
        fc.string(),
      ),
      type: fc.constantFrom('application/json', 'text/plain', 'IBM-037', ''),
      data: fc.constantFrom('text', 'binary', 'record', 'text;fileEncoding=037', 'text;fileEncoding=x'),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, area, path: at, body, type, data }) => {
        const answer = await send(system, method, `/zosmf/restfiles/${area}/${at}`, {
          headers: { 'Content-Type': type, 'X-IBM-Data-Type': data },
          body,
          auth: basic('OTHER', 'secret-2'),
        });
        expect(answer.status).toBeGreaterThanOrEqual(200);
        if (answer.status >= 400 && answer.text !== '') expect(answer.json().message).toBeDefined();
      }),
      { numRuns: 150 },
    );
    expect(system.failures).toEqual([]);
    expect((await send(system, 'GET', '/zosmf/restfiles/fs?path=/etc')).status).toBe(200);
  }, 30_000);
});
