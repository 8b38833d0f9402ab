import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { commandLine } from '../../../src/main/command-line.ts';
import { startWhole } from '../support/practice.ts';

const site = 'system: { name: KSB1, sysplex: KSBPLEX, node: KSBPRD }\nusers: [{ userid: DEVA, password: secret-1 }]\n';

let folder: string;
const within = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
  mkdirSync(within('files/DEV.JCL'), { recursive: true });
  writeFileSync(within('files/DEV.JCL/hello.jcl'), '//HELLO JOB\n');
  writeFileSync(within('site.yaml'), site);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function practice(...words: string[]) {
  let said = '';
  const hear = (text: string) => void (said += text);
  return { code: await commandLine(['practice', ...words], { out: hear, err: hear }), said };
}

const of = (name: string) => ['--folder', within(name), '--site', within('site.yaml')];

describe('lockstep practice', () => {
  it('imports, saves, loads and exports', async () => {
    expect(await practice('import', within('files'), ...of('one'))).toEqual({
      code: 0,
      said: '1 data sets, 1 members\n',
    });
    expect((await practice('save', within('night'), '--folder', within('one'))).code).toBe(0);
    expect((await practice('load', within('night'), '--folder', within('two'))).code).toBe(0);
    expect((await practice('export', within('out'), ...of('two'))).code).toBe(0);
    expect(readFileSync(within('out/DEV.JCL/HELLO'), 'utf8')).toBe('//HELLO JOB\n');
  });

  it('says what is wrong and ends with 2 for what it cannot begin', async () => {
    await practice('import', within('files'), ...of('one'));
    await practice('save', within('night'), '--folder', within('one'));
    for (const [words, message] of [
      [['load', within('night'), '--folder', within('one')], /holds a practice system already/],
      [['save', within('x'), '--folder', within('none')], /holds no practice system/],
      [['export', within('files'), ...of('one')], /is not empty/],
      [['import', within('files')], /--site/],
    ] as const) {
      const { code, said } = await practice(...words);
      expect([said, code]).toEqual([expect.stringMatching(message), 2]);
    }
    expect((await practice('load', within('night'), '--replace', '--folder', within('one'))).code).toBe(0);
  });

  it('asks a running system for its snapshot, and leaves the folder of a running system alone', async () => {
    await practice('import', within('files'), ...of('one'));
    await using system = await startWhole({ folder: within('one') });
    writeFileSync(within('token'), 'practice\n');
    const asked = await practice('save', within('night'), '--url', system.url, '--token-file', within('token'));
    expect(asked.code).toBe(0);
    for (const words of [
      ['import', within('files'), ...of('one')],
      ['load', within('night'), '--replace', '--folder', within('one')],
    ])
      expect(await practice(...words)).toEqual({ code: 2, said: expect.stringMatching(/runs in/) });
    expect((await practice('load', within('night'), '--folder', within('two'))).code).toBe(0);
    expect((await practice('export', within('out'), ...of('two'), '--mask', 'dev.**')).code).toBe(0);
    expect(readFileSync(within('out/DEV.JCL/HELLO'), 'utf8')).toBe('//HELLO JOB\n');
  });
});
