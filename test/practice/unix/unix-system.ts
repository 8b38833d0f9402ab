import { runShell } from '../../../src/practice/commands/shell/shell.ts';
import type { ShellSystem } from '../../../src/practice/commands/shell/command.ts';
import { commandNames } from '../../../src/practice/commands/shell/shell.ts';
import { createDataSets } from '../../../src/practice/datasets/create-data-sets.ts';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import { SiteUser } from '../../../src/practice/site/site.schema.ts';
import { createUnixFiles } from '../../../src/practice/unix/create-unix-files.ts';

const users = [
  { userid: 'DEVA', password: 'a', groups: ['TEAM'] },
  { userid: 'OTHER', password: 'a' },
].map((user) => SiteUser.parse(user));

/** The file hierarchy, data sets and a shell over them; time passes only by sleeping, and then at once. */
export function unixSystem(more: Partial<ShellSystem> = {}) {
  let now = Date.UTC(2026, 8, 12, 21);
  const disk = memoryDisk();
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const unix = createUnixFiles({ disk, clock, site: { users }, commands: commandNames });
  const dataSets = createDataSets({ disk, clock, volumes: [{ serial: 'PRC001', tracks: 150_000 }] });
  const system: ShellSystem = {
    ...{ unix, dataSets, user: 'DEVA', sysname: 'KSB1', timeZone: 'UTC', now: clock.now },
    elapse: (seconds) => {
      now += seconds * 1000;
      return Promise.resolve();
    },
    signal: new AbortController().signal,
    mayUse: (dsname) => !dsname.startsWith('SECRET.'),
    ...more,
  };
  const sh = (script: string, as = 'DEVA') => runShell(script, { system: { ...system, user: as } });
  return { unix, dataSets, system, sh };
}
