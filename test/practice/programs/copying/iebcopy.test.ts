import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../../support/batch.ts';

const copy = (control: string) => `//COPY     EXEC PGM=IEBCOPY
//SYSPRINT DD SYSOUT=*
//IN       DD DISP=SHR,DSN=DEVA.FROM
//OUT      DD DISP=SHR,DSN=DEVA.TO
//SYSIN    DD *
${control}
/*`;

describe('IEBCOPY', () => {
  it('leaves a member alone that the output has, without R, and still ends 0', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'new' });
    machine.library('DEVA.TO', { A: 'old' });
    const done = await machine.run(copy('  COPY OUTDD=OUT,INDD=IN\n  SELECT MEMBER=(A)'));
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.TO', 'A')).toBe('old');
    expect(done.spool('SYSPRINT')).toContain('IEB166I NO MEMBERS COPIED');
  });

  it('replaces with R, renames, and names each member that it copied', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'new', B: 'b' });
    machine.library('DEVA.TO', { A: 'old' });
    const done = await machine.run(copy('  COPY OUTDD=OUT,INDD=IN\n  SELECT MEMBER=((A,,R),\n               (B,C))'));
    expect(machine.text('DEVA.TO', 'A')).toBe('new');
    expect(machine.text('DEVA.TO', 'C')).toBe('b');
    expect(done.spool('SYSPRINT')).toMatch(/IEB154I A {8}HAS BEEN SUCCESSFULLY COPIED/);
    expect(done.spool('SYSPRINT')).toContain('IEB1098I 2 OF 2 MEMBERS COPIED');
  });

  it('ends 4 when a selected member is in no input', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'a' });
    machine.library('DEVA.TO');
    const done = await machine.run(copy('  COPY OUTDD=OUT,INDD=((IN,R))\n  SELECT MEMBER=(A,NONE)'));
    expect(done.codes).toEqual(['CC 0004']);
    expect(done.spool('SYSPRINT')).toContain('IEB177I NONE     WAS SELECTED BUT NOT FOUND IN ANY INPUT DATA SET');
    expect(done.spool('SYSPRINT')).toContain('IEB147I END OF JOB - 04 WAS HIGHEST SEVERITY CODE');
    expect(machine.text('DEVA.TO', 'A')).toBe('a');
  });

  it('takes aliases along by COPYGRP and not by COPY', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'a' });
    machine.dataSets.addAlias('DEVA.FROM', 'A', 'A1');
    machine.library('DEVA.TO');
    await machine.run(copy('  COPY OUTDD=OUT,INDD=IN\n  SELECT MEMBER=(A)'));
    expect(machine.dataSets.member('DEVA.TO', 'A1')).toBeUndefined();
    await machine.run(copy('  COPYGRP OUTDD=OUT,INDD=IN\n  SELECT MEMBER=((A,,R))'));
    expect(machine.dataSets.member('DEVA.TO', 'A1')).toMatchObject({ aliasOf: 'A' });
  });

  it('keeps ISPF statistics, which IEBGENER drops', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'a' });
    machine.library('DEVA.TO');
    await machine.run(copy('  COPY OUTDD=OUT,INDD=IN'));
    expect(machine.dataSets.member('DEVA.TO', 'A')?.statistics).toBeDefined();
    await machine.run(`//GEN      EXEC PGM=IEBGENER
//SYSPRINT DD SYSOUT=*
//SYSIN    DD DUMMY
//SYSUT1   DD DISP=SHR,DSN=DEVA.FROM(A)
//SYSUT2   DD DISP=SHR,DSN=DEVA.TO(A)`);
    expect(machine.dataSets.member('DEVA.TO', 'A')?.statistics).toBeUndefined();
  });

  it('fills a directory with additions but not with replacements; what was copied stays', async () => {
    await using machine = await batchMachine();
    const names = Array.from({ length: 30 }, (_, at) => `M${String(at).padStart(2, '0')}`);
    machine.library('DEVA.FROM', Object.fromEntries(names.map((name) => [name, name])));
    machine.library('DEVA.TO', {}, { dsntype: 'PDS', dirblk: 2 });
    const full = await machine.run(copy('  COPY OUTDD=OUT,INDD=((IN,R))'));
    expect(full.codes).toEqual(['CC 0008']);
    const arrived = machine.dataSets.members('DEVA.TO').map(({ name }) => name);
    expect(arrived.length).toBeGreaterThan(0);
    expect(arrived.length).toBeLessThan(30);
    const again = await machine.run(copy(`  COPY OUTDD=OUT,INDD=((IN,R))\n  SELECT MEMBER=(${arrived[0] ?? ''})`));
    expect(again.codes).toEqual(['CC 0000']);
  });

  it('gives dead space of a PDS back by compress', async () => {
    await using machine = await batchMachine();
    const much = Array.from({ length: 3000 }, () => 'x').join('\n');
    machine.library('DEVA.FROM');
    machine.library('DEVA.TO', { A: much, B: 'b' }, { dsntype: 'PDS', dirblk: 5 });
    for (let time = 0; time < 3; time += 1) machine.member('DEVA.TO', 'A', much);
    const before = machine.dataSets.usage('DEVA.TO').usedTracks;
    const done = await machine.run(copy('  COPY OUTDD=OUT,INDD=OUT'));
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.dataSets.usage('DEVA.TO').usedTracks).toBeLessThan(before);
  });

  it.each([
    ['a DD that is missing', '  COPY OUTDD=NONE,INDD=IN'],
    ['a statement that cannot be read', '  COPPY OUTDD=OUT,INDD=IN'],
  ])('ends 8 for %s', async (_, control) => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'a' });
    machine.library('DEVA.TO');
    const done = await machine.run(copy(control));
    expect(done.codes).toEqual(['CC 0008']);
    expect(done.spool('SYSPRINT')).toContain('IEB151I JOB HAS TERMINATED WITH ERROR(S)');
  });
});
