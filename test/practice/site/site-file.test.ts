import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { Site, siteJsonSchema, startPractice } from '../../../src/practice/index.ts';
import { SubsystemsSite } from '../../../src/practice/subsystems/subsystems.schema.ts';
import { readSite } from '../../../src/practice/site/read-site.ts';
import { LockstepError } from '../../../src/shared/errors.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { basic, send } from '../support/small-system.ts';

const file = 'docs/practice-site.example.yaml';

describe('the site file', () => {
  it('has an example in which every section can be used, and with which the system starts', async () => {
    const example = parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const site = Site.parse(example);
    expect(SubsystemsSite.safeParse(site.subsystems).error).toBeUndefined();
    const practice = await startPractice({ site: file, port: 0, clock: systemClock });
    const auth = basic('PRACUSR', 'practice');
    const names = async (level: string) =>
      (await send(practice, 'GET', `/zosmf/restfiles/ds?dslevel=${level}`, { auth }))
        .json()
        .items.map((row) => row['dsname']);
    expect(await names('PRACUSR')).toEqual(['PRACUSR.JCL']);
    expect(await names('SYS1')).toEqual(expect.arrayContaining(['SYS1.LINKLIB', 'SYS1.MACLIB', 'SYS1.PROCLIB']));
    const denied = await send(practice, 'PUT', '/zosmf/restfiles/ds/PROD.PARMS', {
      auth,
      headers: { 'Content-Type': 'text/plain' },
      body: 'X',
    });
    expect(denied.status).toBe(500);
    await practice.stop();
  });

  it('has a published form that is the one it is checked by', () => {
    const published = JSON.parse(readFileSync('docs/practice-site.schema.json', 'utf8')) as object;
    expect(published).toEqual(siteJsonSchema());
  });

  it('is refused with the name of every field that does not fit', () => {
    const wrong = Site.safeParse({
      system: { name: 'TOOLONGNAME' },
      users: [],
      jes: { classes: [{ name: 'a' }] },
      extra: 1,
    });
    expect(wrong.success).toBe(false);
    const paths = wrong.error?.issues.map(({ path }) => path.join('.'));
    expect(paths).toEqual(expect.arrayContaining(['system.name', 'system.sysplex', 'users', 'jes.classes.0.name', '']));
  });

  it.each([
    ['a field', 'name: PRC1 #', 'name: TOOLONGNAME #', 'system.name: one to eight characters'],
    ['a number', "level: '29'", 'level: 29', 'system.level: two digits in quotes'],
    ['a zone', 'Europe/London', 'Mars/Base', 'system.timeZone: an IANA name'],
    ['a key', 'volumes:', 'colour: red\nvolumes:', 'Unrecognized key: "colour"'],
    ['a key of a subsystem', 'sysid: CP1', 'sysname: CP1', 'subsystems.cics[0].sysid'],
    ['YAML', 'system:', 'system: {', 'at line'],
  ])('names the file and the place where %s is wrong, in words', (_, before, after, words) => {
    const folder = mkdtempSync(join(tmpdir(), 'site-'));
    const path = join(folder, 'site.yaml');
    writeFileSync(path, readFileSync(file, 'utf8').replace(before, after));
    const read = () => readSite(path);
    expect(read).toThrow(LockstepError);
    expect(read).toThrow(path);
    expect(read).toThrow(words);
    rmSync(folder, { recursive: true });
  });

  it('is refused as a folder, by its name', () => {
    expect(() => readSite('docs')).toThrow('docs: it is a folder');
  });

  it('is refused again at the next start while a folder that fills a library is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'site-'));
    const path = join(folder, 'site.yaml');
    const text = readFileSync(file, 'utf8').replace('dsntype: PDS } #, from: proclib }', 'from: proclib }');
    writeFileSync(path, text);
    const start = () => startPractice({ site: path, folder: join(folder, 'kept'), port: 0, clock: systemClock });
    for (let turn = 0; turn < 2; turn += 1) await expect(start()).rejects.toThrow(/proclib/);
    mkdirSync(join(folder, 'proclib'));
    await (await start()).stop();
    rmSync(folder, { recursive: true });
  });
});
