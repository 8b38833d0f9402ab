import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { commandsOf, startZowe } from './zowe.ts';

/** Applications in an address space need a program that speaks over message queues: there is none on the system. */
const applications = ['zos-tso start app', 'zos-tso send app', 'zos-tso receive app'];

/** Zowe CLI, groups zosmf, zos-console and zos-tso: exit codes and the JSON form of each command. */
jest.setTimeout(120_000);

describe('zowe zosmf, zos-console and zos-tso', () => {
  let system: Awaited<ReturnType<typeof startZowe>>;
  beforeAll(async () => {
    system = await startZowe();
  });
  afterAll(async () => {
    await system[Symbol.asyncDispose]();
  });

  it('zosmf check status shows the level and the plug-ins', async () => {
    const answer = await system.zowe('zosmf check status');
    expect(answer).toMatchObject({
      exitCode: 0,
      success: true,
      data: {
        zosmf_version: '29',
        zosmf_saf_realm: 'SAFRealm',
        zosmf_port: String(system.practice.port),
        plugins: expect.any(Array),
      },
    });
  });

  it('zosmf check status with a wrong password ends with 1 and 401', async () => {
    const answer = await system.zowe('zosmf check status', ['--password', 'wrong']);
    expect([answer.exitCode, JSON.stringify(answer).includes('401')]).toEqual([1, true]);
  });

  it('zosmf list systems shows the systems of the sysplex', async () => {
    expect(await system.zowe('zosmf list systems')).toMatchObject({
      exitCode: 0,
      data: { items: [{ systemNickName: expect.any(String) }], numRows: 1 },
    });
  });

  it('zos-console issue command shows the response and its key', async () => {
    const answer = await system.zowe('zos-console issue command', ['D T', '--include-details']);
    expect([answer.exitCode, answer.stdout.includes('IEE136I')]).toEqual([0, true]);
    expect(answer.data).toMatchObject({ success: true, lastResponseKey: expect.stringMatching(/^C\d{7}$/) });
    const found = await system.zowe('zos-console issue command', ['D T', '--solicited-keyword', 'LOCAL']);
    expect(found.data).toMatchObject({ keywordDetected: true });
  });

  it('zos-console collect sync-responses fetches what an asynchronous command left', async () => {
    const issued = await system.zowe('zos-console issue command', ['D T', '--wait-to-collect', '0']);
    const key = issued.data.lastResponseKey;
    expect((await system.zowe('zos-console collect sync-responses', [key])).exitCode).toBe(0);
    const unknown = await system.zowe('zos-console collect sync-responses', ['C9999999']);
    expect([unknown.data.success, JSON.stringify(unknown.data)]).toEqual([
      false,
      expect.stringContaining('There is no response for this key.'),
    ]);
  });

  it('zos-tso issue command shows the lines of the command', async () => {
    const answer = await system.zowe('zos-tso issue command', ['TIME']);
    expect([answer.exitCode, /IKJ56650I TIME/.test(answer.stdout)]).toEqual([0, true]);
    expect(answer.data).toMatchObject({ success: true, zosmfResponse: [{ tsoPromptReceived: 'Y' }] });
  });

  it('zos-tso start, send, ping and stop work on one address space', async () => {
    const started = await system.zowe('zos-tso start address-space');
    expect(started).toMatchObject({ exitCode: 0, data: { success: true, servletKey: expect.any(String) } });
    const key = started.data.servletKey;
    const sent = await system.zowe('zos-tso send address-space', [key, '--data', 'TIME']);
    expect([sent.exitCode, /READY/.test(sent.stdout)]).toEqual([0, true]);
    expect(await system.zowe('zos-tso ping address-space', [key])).toMatchObject({
      exitCode: 0,
      data: { success: true, servletKey: key },
    });
    expect(await system.zowe('zos-tso stop address-space', [key])).toMatchObject({
      exitCode: 0,
      data: { success: true },
    });
    const gone = await system.zowe('zos-tso ping address-space', [key]);
    expect([gone.exitCode, JSON.stringify(gone).includes('IZUG1126E')]).toEqual([1, true]);
  });

  it('has no command that was not tried', () => {
    const all = [...commandsOf('zosmf'), ...commandsOf('zosconsole'), ...commandsOf('zostso')];
    expect(all.filter((command) => !system.tried.has(command) && !applications.includes(command))).toEqual([]);
    expect(system.failures).toEqual([]);
  });
});
