import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadSitePrograms } from '../../../../src/practice/programs/load-site-programs.ts';
import { DeclaredProgram } from '../../../../src/practice/programs/programs.schema.ts';
import { programJsonSchema } from '../../../../src/practice/programs/published-schema.ts';
import { batchMachine } from '../../support/batch.ts';
import { parse } from 'yaml';
import { smallSite } from '../../support/small-system.ts';

let folder: string;
let machine: Awaited<ReturnType<typeof batchMachine>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'programs-'));
  writeFileSync(
    join(folder, 'paypost.yaml'),
    `name: PAYPOST
aliases: [PAYP1]
elapsedSeconds: 90
cpuSeconds: 2
reads: [PAYIN]
writes:
  - { dd: PAYOUT, from: PAYIN, lrecl: 40 }
  - { dd: REPORT, lines: ['LINE {n}'], records: 3, lrecl: 60 }
messages: ['PAYPOST READ {PAYIN}']
when:
  - { parm: '^TRIAL', then: { returnCode: 4, writes: [] } }
  - { input: { dd: PAYIN, contains: BAD }, then: { abend: S0C7 } }
  - { input: { dd: PAYIN, empty: true }, then: { returnCode: 8 } }
`,
  );
  writeFileSync(join(folder, 'payabend.json'), JSON.stringify({ name: 'PAYABEND', loadModule: true, abend: 'U0100' }));
  machine = await batchMachine(
    smallSite({ programs: folder, libraries: [{ dsname: 'PAY.LOAD', recfm: 'U', lrecl: 0, blksize: 32_760 }] }),
  );
});
afterAll(async () => {
  await machine.stop();
  rmSync(folder, { recursive: true });
});

const post = (input: string, options: { parm?: string; pgm?: string } = {}) =>
  machine.run(`//POST     EXEC PGM=${options.pgm ?? 'PAYPOST'},PARM='${options.parm ?? ''}'
//STEPLIB  DD DISP=SHR,DSN=PAY.LOAD
//SYSOUT   DD SYSOUT=*
//PAYIN    DD *
${input}/*
//PAYOUT   DD SYSOUT=*
//REPORT   DD SYSOUT=*`);

describe('a program that a site declares', () => {
  it('reads, writes, says its lines and takes its time', async () => {
    const before = machine.clock.now();
    const done = await post('ONE\nTWO\n');
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.spool('SYSOUT')).toBe('PAYPOST READ 2');
    expect(done.spool('PAYOUT').split('\n')).toEqual(['ONE', 'TWO']);
    expect(done.spool('REPORT').split('\n')).toEqual(['LINE 1', 'LINE 2', 'LINE 3']);
    expect(machine.clock.now() - before).toBeGreaterThanOrEqual(90_000);
    expect(done.job.steps[0]?.['practice-not-executed']).toBeUndefined();
  });

  it.each([
    ['PARM', 'ONE\n', { parm: 'TRIAL,1' }, 'CC 0004'],
    ['content', 'ONE\nBAD\n', {}, 'ABEND S0C7'],
    ['an empty input', '', {}, 'CC 0008'],
    ['an alias', 'ONE\n', { pgm: 'PAYP1' }, 'CC 0000'],
  ])('ends by %s', async (_, input, options, code) => {
    expect((await post(input, options)).codes).toEqual([code]);
  });

  it('is S806 without its load module where it needs one, and abends with it', async () => {
    expect((await machine.run('//A EXEC PGM=PAYABEND')).codes).toEqual(['ABEND S806']);
    machine.dataSets.write('PAY.LOAD', 'PAYABEND', [Buffer.from('00', 'hex')], { user: 'DEVA' });
    expect((await machine.run('//A EXEC PGM=PAYABEND\n//STEPLIB  DD DISP=SHR,DSN=PAY.LOAD')).codes).toEqual([
      'ABENDU0100',
    ]);
  });

  it('has a published form and an example that fits it', () => {
    expect(JSON.parse(readFileSync('docs/practice-program.schema.json', 'utf8'))).toEqual(programJsonSchema());
    const example = DeclaredProgram.parse(parse(readFileSync('docs/practice-program.example.yaml', 'utf8')));
    expect(example.when).toHaveLength(3);
  });

  it('is refused by name of its file when it does not fit', async () => {
    writeFileSync(join(folder, 'wrong.yaml'), 'name: toolonganame\n');
    await expect(loadSitePrograms(folder)).rejects.toThrow('wrong.yaml');
    rmSync(join(folder, 'wrong.yaml'));
  });
});

describe('a load module that nobody declared', () => {
  it('says loudly that it was not executed, ends 0, and its step is marked', async () => {
    machine.dataSets.write('PAY.LOAD', 'STRANGE', [Buffer.from('0102', 'hex')], { user: 'DEVA' });
    const done = await post('ONE\n', { pgm: 'STRANGE' });
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.spool('SYSOUT')).toContain('WAS NOT EXECUTED');
    expect(done.spool('JESMSGLG')).toContain('LOAD MODULE STRANGE OF PAY.LOAD');
    expect(done.job.steps[0]?.['practice-not-executed']).toBe(true);
  });

  it('marks the step of a TSO command that ran it, too', async () => {
    const done = await machine.run(`//TSO      EXEC PGM=IKJEFT01
//SYSTSPRT DD SYSOUT=*
//SYSTSIN  DD *
  CALL 'PAY.LOAD(STRANGE)'
/*
//STEPLIB  DD DISP=SHR,DSN=PAY.LOAD`);
    expect(done.spool('JESMSGLG').includes('WAS NOT EXECUTED')).toBe(
      done.job.steps[0]?.['practice-not-executed'] === true,
    );
  });

  it('is S806 when it is nowhere', async () => {
    expect((await post('ONE\n', { pgm: 'NOWHERE' })).codes).toEqual(['ABEND S806']);
  });
});
