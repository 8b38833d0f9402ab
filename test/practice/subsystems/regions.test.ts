import { describe, expect, it } from '@jest/globals';
import { memoryDisk, type Disk } from '../../../src/practice/disk/disk.ts';
import { compile } from '../../../src/practice/programs/compiling/compile.ts';
import { toRecords } from '../../../src/practice/programs/binding/load-module.ts';
import { createSubsystems } from '../../../src/practice/subsystems/create-subsystems.ts';
import { batchMachine } from '../support/batch.ts';
import { quickClock } from '../support/quick-clock.ts';
import { smallSite } from '../support/small-system.ts';

const subsystems = {
  db2: [
    {
      ssid: 'DBP1',
      location: 'LOC1',
      plans: [{ name: 'PAYPLAN', pklist: ['PAYCOLL.*'] }],
    },
  ],
  cics: [
    {
      applid: 'CICSPAY1',
      sysid: 'PAY1',
      dfhrpl: ['DEVA.CICS.LOAD'],
      programs: ['PAYINQ'],
      transactions: { PAYQ: 'PAYINQ' },
      db2: { ssid: 'DBP1', plan: 'PAYPLAN' },
    },
  ],
};

const site = smallSite({
  libraries: [{ dsname: 'DEVA.CICS.LOAD', recfm: 'U', lrecl: 0, blksize: 32760 }],
  subsystems,
});

async function region() {
  const machine = await batchMachine(site);
  const install = (version: string) => {
    const source = ['           EXEC CICS RETURN END-EXEC.', '           EXEC SQL SELECT A INTO :A FROM T END-EXEC.'];
    const { module } = compile({ program: 'PAYINQ', source, aliases: [], version, copybook: () => undefined });
    machine.dataSets.write('DEVA.CICS.LOAD', 'PAYINQ', toRecords(module), { user: 'DEVA', statistics: 'none' });
    return module.contoken ?? '';
  };
  const say = async (command: string) => {
    const known = machine.commands.find((one) => one.matches(command));
    return (await known?.run(command, 'DEVA'))?.join('\n') ?? '';
  };
  const bind = (version: string, contoken: string) =>
    machine.subsystems.db2('DBP1')?.bind({
      ...{ collection: 'PAYCOLL', name: 'PAYINQ', version, contoken, owner: 'DEVA', qualifier: 'PAYQ' },
      ...{ validate: 'BIND', bound: 0 },
    });
  return { ...machine, install, say, bind, cics: machine.subsystems.region('CICSPAY1') };
}

describe('a CICS region', () => {
  it('keeps the copy that it loaded until PHASEIN', async () => {
    await using system = await region();
    system.install('V1');
    const first = system.cics?.use('PAYINQ')?.loaded;
    system.install('V2');
    expect(system.cics?.use('PAYINQ')?.loaded).toBe(first);
    const answer = await system.say('F CICSPAY1,CEMT SET PROGRAM(PAYINQ) PHASEIN');
    expect(answer).toContain('RESPONSE: NORMAL');
    expect(answer).toContain('APPLID=CICSPAY1');
    expect(system.cics?.program('PAYINQ')?.loaded).not.toBe(first);
  });

  it.each(['F CICSPAY1,CEMT SET PROGRAM(NOSUCH) PHASEIN', 'F CICSPAY1,CEMT SET FILE(X) CLOSED'])(
    'does not answer NORMAL to %s',
    async (command) => {
      await using system = await region();
      const answer = await system.say(command);
      expect(answer).toContain('RESPONSE: 1 ERROR');
      expect(answer).not.toContain('NORMAL');
    },
  );

  it('fails an inquiry with -805 while no package has the token of the module in use', async () => {
    await using system = await region();
    const token = system.install('V1');
    expect(await system.say('F CICSPAY1,PAYQ 4711')).toContain('SQLCODE = -805');
    system.bind('V1', token);
    expect(await system.say('F CICSPAY1,PAYQ 4711')).toContain('INQUIRY COMPLETE');
    expect(await system.say('F CICSPAY1,NONE')).toContain('DFHAC2001');
  });
});

describe('what subsystems remember', () => {
  it('is there again after a restart', async () => {
    const rooms = new Map<string, Map<string, unknown>>();
    const room = (name: string) => rooms.get(name) ?? rooms.set(name, new Map()).get(name)!;
    const disk: Disk = {
      ...memoryDisk(),
      entries: (name) => [...room(name)],
      put: (name, key, value) => void room(name).set(key, structuredClone(value)),
      remove: (name, key) => void room(name).delete(key),
    };
    await using system = await region();
    const parts = { site: subsystems, disk, dataSets: system.dataSets, clock: quickClock(), timeZone: 'UTC' };
    const before = createSubsystems(parts);
    const token = system.install('V1');
    before.db2('DBP1')?.bind({
      ...{ collection: 'PAYCOLL', name: 'PAYINQ', version: 'V1', contoken: token, owner: 'DEVA', qualifier: 'PAYQ' },
      ...{ validate: 'BIND', bound: 0 },
    });
    const loaded = before.region('CICSPAY1')?.use('PAYINQ');
    system.install('V2');
    const after = createSubsystems(parts);
    expect(after.db2('DBP1')?.packages()).toEqual(before.db2('DBP1')?.packages());
    expect(after.region('CICSPAY1')?.use('PAYINQ')).toEqual(loaded);
  });
});

describe('Db2 commands', () => {
  it('end with DSN9022I, or with DSN9023I when they are not imitated', async () => {
    await using system = await region();
    expect(await system.say('-DBP1 DISPLAY THREAD(*)')).toContain('DSN9022I');
    expect(await system.say('-DBP1 STOP DB(X)')).toContain('DSN9023I');
  });
});
