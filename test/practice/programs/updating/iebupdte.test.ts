import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../../support/batch.ts';

const update = (control: string, parm = 'MOD', dds = '') => `//UPD      EXEC PGM=IEBUPDTE,PARM=${parm}
//SYSPRINT DD SYSOUT=*
${dds === '' ? '//SYSUT1   DD DISP=SHR,DSN=DEVA.LIB\n//SYSUT2   DD DISP=SHR,DSN=DEVA.LIB' : dds}
//SYSIN    DD DATA,DLM='$$'
${control}
$$`;

const line = (text: string, number: number) => `${text.padEnd(72)}${String(number).padStart(8, '0')}`;
const old = [line('ONE', 10), line('TWO', 20), line('THREE', 30)].join('\n');

describe('IEBUPDTE', () => {
  it('adds members with numbers and aliases, and ends with its two lines', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB');
    const control = `./ ADD NAME=NEW,LIST=ALL\n./ NUMBER NEW1=100,INCR=50\nFIRST\nSECOND\n./ ALIAS NAME=OTHER\n./ ENDUP`;
    const done = await machine.run(update(control, 'NEW', '//SYSUT2   DD DISP=SHR,DSN=DEVA.LIB'));
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.LIB', 'NEW')).toBe(`${line('FIRST', 100)}\n${line('SECOND', 150)}`);
    expect(machine.dataSets.member('DEVA.LIB', 'OTHER')).toMatchObject({ aliasOf: 'NEW' });
    expect(machine.dataSets.member('DEVA.LIB', 'NEW')?.statistics).toBeUndefined();
    const listing = done.spool('SYSPRINT');
    expect(listing).toContain('IEB817I MEMBER NAME (NEW     ) NOT FOUND IN NM DIRECTORY. STOWED WITH TTR.');
    expect(listing).toMatch(/IEB818I HIGHEST CONDITION CODE WAS 00000000\n IEB819I END OF JOB IEBUPDTE\.$/);
    expect(listing).toContain('SECOND');
  });

  it('does not add a member that is there; REPL replaces it, or adds it where it is not', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'old' });
    const added = await machine.run(update('./ ADD NAME=A\nnew\n./ ADD NAME=B\nb'));
    expect(added.codes).toEqual(['CC 0012']);
    expect(machine.text('DEVA.LIB', 'A')).toBe('old');
    expect(machine.text('DEVA.LIB', 'B')).toBe('b');
    const replaced = await machine.run(update('./ REPL NAME=A\nnew\n./ REPL NAME=C\nc'));
    expect(replaced.codes).toEqual(['CC 0000']);
    expect(replaced.spool('SYSPRINT')).toContain('IEB816I MEMBER NAME (A       ) FOUND IN NM DIRECTORY.');
    expect(machine.text('DEVA.LIB', 'C')).toBe('c');
  });

  it('changes records by their sequence numbers', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: old });
    const control = ['./ CHANGE NAME=A', line('ONE AND A HALF', 15), line('SECOND', 20), './ DELETE SEQ1=30,SEQ2=30'];
    expect((await machine.run(update(control.join('\n')))).codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.LIB', 'A')).toBe(
      [line('ONE', 10), line('ONE AND A HALF', 15), line('SECOND', 20)].join('\n'),
    );
  });

  it('inserts behind a number, and numbers all records anew', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: old });
    const control = './ CHANGE NAME=A\n./ NUMBER SEQ1=10,NEW1=11,INCR=1,INSERT=YES\nX\nY';
    await machine.run(update(control));
    expect(machine.text('DEVA.LIB', 'A').split('\n').slice(0, 3)).toEqual([
      line('ONE', 10),
      line('X', 11),
      line('Y', 12),
    ]);
    await machine.run(update('./ CHANGE NAME=A\n./ NUMBER SEQ1=ALL,NEW1=1000,INCR=1000'));
    expect(machine.text('DEVA.LIB', 'A').split('\n').at(-1)).toBe(line('THREE', 5000));
  });

  it('reproduces a member into another library', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: old });
    machine.library('DEVA.TWO');
    const dds = '//SYSUT1   DD DISP=SHR,DSN=DEVA.LIB\n//SYSUT2   DD DISP=SHR,DSN=DEVA.TWO';
    expect((await machine.run(update('./ REPRO NAME=A', 'MOD', dds))).codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.TWO', 'A')).toBe(old);
  });

  it('replaces in place, and refuses to insert there', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: old });
    const dds = '//SYSUT1   DD DISP=OLD,DSN=DEVA.LIB';
    const good = await machine.run(update(`./ CHANGE NAME=A,UPDATE=INPLACE\n${line('2', 20)}`, 'MOD', dds));
    expect(good.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.LIB', 'A').split('\n')[1]).toBe(line('2', 20));
    const bad = await machine.run(update(`./ CHANGE NAME=A,UPDATE=INPLACE\n${line('2', 25)}`, 'MOD', dds));
    expect(bad.codes).toEqual(['CC 0012']);
  });

  it.each([
    ['4 for a detail statement without a function', './ NUMBER NEW1=1,INCR=1', 4],
    ['12 for a statement that is none', './ COPY NAME=A', 12],
    ['12 for user labels', './ LABEL', 12],
    ['12 for a member that is not there', './ CHANGE NAME=NONE', 12],
    ['12 for numbers that do not rise', `./ CHANGE NAME=A\n${line('X', 20)}\n${line('Y', 10)}`, 12],
    ['12 for deleting what is not there', './ CHANGE NAME=A\n./ DELETE SEQ1=11,SEQ2=12', 12],
    ['12 for a member without a name', './ ADD LIST=ALL\nX', 12],
    ['0 for nothing to do', './ ENDUP', 0],
  ])('gives %s', async (_, control, code) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: old });
    const done = await machine.run(update(control));
    expect(done.codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
    expect(done.spool('SYSPRINT')).toContain(`IEB818I HIGHEST CONDITION CODE WAS ${String(code).padStart(8, '0')}`);
  });

  it('ends 12 without SYSIN, and for a PARM that it does not know', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB');
    const lib = '//SYSUT2   DD DISP=SHR,DSN=DEVA.LIB\n//SYSPRINT DD SYSOUT=*';
    expect((await machine.run(`//UPD      EXEC PGM=IEBUPDTE,PARM=NEW\n${lib}`)).codes).toEqual(['CC 0012']);
    expect((await machine.run(update('./ ENDUP', 'OTHER'))).codes).toEqual(['CC 0012']);
  });
});
