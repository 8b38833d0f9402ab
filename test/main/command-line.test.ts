import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { settingNames, variableOf } from '../../src/config/source.ts';
import { commandLine } from '../../src/main/command-line.ts';
import { complaintOf } from '../../src/main/complaint.ts';

async function lockstep(...words: string[]) {
  let out = '';
  let err = '';
  const code = await commandLine(words, { out: (text) => void (out += text), err: (text) => void (err += text) });
  return { code, out, err };
}

describe('the command line', () => {
  it('shows help on demand, and says that nothing was asked when nothing was', async () => {
    const help = await lockstep('--help');
    expect(help.code).toBe(0);
    for (const command of ['serve', 'practice', 'demo', 'verify', 'rebuild']) expect(help.out).toContain(command);
    const nothing = await lockstep();
    expect(nothing).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage: lockstep') });
  });

  it('says its version', async () => {
    expect(await lockstep('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('suggests the command that was meant', async () => {
    const { code, err } = await lockstep('serv');
    expect(code).toBe(2);
    expect(err).toContain("unknown command 'serv'");
    expect(err).toContain('Did you mean serve?');
  });

  it.each([
    [['demo', '--fial'], '--fail'],
    [['demo', '--speed', 'fast'], 'must be a number'],
    [['practice', '--site', 'x', '--port', '-1'], 'must be a whole number'],
    [['verify', '--key', 'key.pem'], "missing required argument 'bundle'"],
    [['verify', 'bundle.json'], '--key'],
    [['serve', 'now'], 'too many arguments'],
  ])('refuses a wrong command line with exit code 2: %j', async (words, said) => {
    const { code, err } = await lockstep(...words);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('lists every setting in the help of serve', async () => {
    const { out } = await lockstep('serve', '--help');
    for (const name of settingNames) expect(out).toContain(variableOf(name));
    expect(out).toContain('--data-folder <path>');
    expect(out).not.toContain('--mongodb-url');
  });

  it('does not start with a wrong setting, and names all that are wrong', async () => {
    const { code, err } = await lockstep('serve', '--estate', '/nowhere.yaml', '--port', '8451');
    expect(code).toBe(2);
    expect(err).toContain('lockstep: --estate: /nowhere.yaml does not exist');
    const two = await lockstep('serve', '--port', 'x', '--book', 'y');
    expect(two.err).toMatch(/these settings are wrong:\n {2}LOCKSTEP_ESTATE: .*\n {2}--port: .*\n {2}--book: .*\n$/);
  });

  it('does not start a practice system without its site', async () => {
    expect(await lockstep('practice', '--site', '/nowhere.yaml')).toMatchObject({
      code: 2,
      err: 'lockstep: /nowhere.yaml does not exist\n',
    });
  });
});

describe('an error at a terminal', () => {
  it('of the system is said in words', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const taken = await new Promise((resolve) => {
      createServer().once('error', resolve).listen(port, '127.0.0.1');
    });
    await new Promise((resolve) => server.close(resolve));
    expect(complaintOf(taken)).toBe(`127.0.0.1:${port} is in use: choose another port with --port`);
  });

  it('of a file names the file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-complaint-'));
    const path = join(folder, 'file');
    writeFileSync(path, '');
    rmSync(folder, { recursive: true });
    expect(complaintOf(Object.assign(new Error('ENOENT: x'), { code: 'ENOENT', path }))).toBe(`${path} does not exist`);
  });
});
