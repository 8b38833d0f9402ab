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

const exec = (parm: string, dds: string, control = '//SYSIN    DD DUMMY') =>
  `//COPY     EXEC PGM=IEBCOPY${parm}\n//SYSPRINT DD SYSOUT=*\n${dds}\n${control}`;

const pair = '//SYSUT1   DD DISP=SHR,DSN=DEVA.FROM\n//SYSUT2   DD DISP=OLD,DSN=DEVA.TO';

describe('IEBCOPY, all its statements', () => {
  it('lists in the order of a real run', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'a' });
    machine.library('DEVA.TO', {}, { dsntype: 'PDS', dirblk: 5 });
    const listing = (await machine.run(copy('  COPY OUTDD=OUT,INDD=IN'))).spool('SYSPRINT');
    expect(listing.match(/IEB\d+I/g)).toEqual([
      ...['IEB1135I', 'IEB1035I', 'IEB1013I', 'IEB1014I', 'IEB167I', 'IEB154I', 'IEB1098I'],
      ...['IEB144I', 'IEB149I', 'IEB147I'],
    ]);
    expect(listing).toMatch(/IEB149I THERE ARE 4 UNUSED DIRECTORY BLOCKS IN OUTPUT DIRECTORY/);
  });

  it('makes its own statement from PARM', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'new' });
    machine.library('DEVA.TO', { A: 'old' });
    expect((await machine.run(exec('', pair))).codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.TO', 'A')).toBe('old');
    expect((await machine.run(exec(',PARM=RC4NOREP', pair))).codes).toEqual(['CC 0004']);
    await machine.run(exec(',PARM=REPLACE', pair));
    expect(machine.text('DEVA.TO', 'A')).toBe('new');
    expect((await machine.run(exec(',PARM=COMPRESS', pair))).spool('SYSPRINT')).toContain('IEB1018I COMPRESSING');
    expect((await machine.run(exec(',PARM=SQUEEZE', pair))).codes).toEqual(['CC 0008']);
  });

  it('takes several inputs, the second with R, and further steps by INDD', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'from', B: 'from' });
    machine.library('DEVA.MORE', { A: 'more', C: 'more' });
    machine.library('DEVA.TO');
    const dds =
      '//MORE     DD DISP=SHR,DSN=DEVA.MORE\n//IN       DD DISP=SHR,DSN=DEVA.FROM\n//OUT      DD DISP=SHR,DSN=DEVA.TO';
    const control = (text: string) => `//SYSIN    DD *\n${text}\n/*`;
    await machine.run(exec('', dds, control('  C O=OUT,I=(IN,(MORE,R))')));
    expect([machine.text('DEVA.TO', 'A'), machine.text('DEVA.TO', 'B')]).toEqual(['more', 'from']);
    await machine.run(
      exec('', dds, control('  COPY OUTDD=OUT,INDD=MORE\n  SELECT MEMBER=C\n       INDD=((IN,R))\n  S M=A')),
    );
    expect([machine.text('DEVA.TO', 'A'), machine.text('DEVA.TO', 'C')]).toEqual(['from', 'more']);
  });

  it('leaves out what is excluded, and names no member under LIST=NO', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'a', B: 'b' });
    machine.library('DEVA.TO');
    const done = await machine.run(copy('  COPY OUTDD=OUT,INDD=IN,LIST=NO\n  EXCLUDE MEMBER=(B)'));
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.dataSets.members('DEVA.TO').map(({ name }) => name)).toEqual(['A']);
    expect(done.spool('SYSPRINT')).not.toContain('IEB154I');
    expect(done.spool('SYSPRINT')).toContain('IEB1098I 1 OF 1 MEMBERS COPIED');
  });

  it('unloads to a sequential data set and loads from it', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'a', B: 'b' });
    machine.dataSets.addAlias('DEVA.FROM', 'A', 'ALSO');
    machine.library('DEVA.TO');
    const unload = `//SYSUT1   DD DISP=SHR,DSN=DEVA.FROM\n//SYSUT2   DD DSN=DEVA.UNL,DISP=(NEW,CATLG),SPACE=(TRK,(2,2))`;
    const out = await machine.run(exec('', unload));
    expect(out.spool('SYSPRINT')).toContain('IEB154I A        HAS BEEN SUCCESSFULLY UNLOADED');
    const load = `//SYSUT1   DD DISP=SHR,DSN=DEVA.UNL\n//SYSUT2   DD DISP=SHR,DSN=DEVA.TO`;
    const back = await machine.run(exec('', load));
    expect(back.spool('SYSPRINT')).toContain('IEB154I B        HAS BEEN SUCCESSFULLY LOADED');
    expect(machine.dataSets.member('DEVA.TO', 'ALSO')).toMatchObject({ aliasOf: 'A' });
    expect(machine.dataSets.member('DEVA.TO', 'B')?.statistics).toBeDefined();
  });

  it.each([
    ['other record lengths', { lrecl: 100, blksize: 1000 }],
    ['other record formats', { recfm: 'VB' as const, lrecl: 84 }],
  ])('ends 8 for %s', async (_, attributes) => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'a' });
    machine.library('DEVA.TO', {}, attributes);
    const done = await machine.run(copy('  COPY OUTDD=OUT,INDD=IN'));
    expect(done.codes).toEqual(['CC 0008']);
    expect(done.spool('SYSPRINT')).toContain('IEB120I OUT      VALIDATION ERROR');
  });

  it.each([
    ['SELECT and EXCLUDE together', '  COPY OUTDD=OUT,INDD=IN\n  SELECT MEMBER=A\n  EXCLUDE MEMBER=B'],
    ['an unknown keyword', '  COPY OUTDD=OUT,INDD=IN,WHY=NOT'],
    ['no output', '  COPY INDD=IN'],
    ['no input', '  COPY OUTDD=OUT'],
    ['a member name that is none', '  COPY OUTDD=OUT,INDD=IN\n  SELECT MEMBER=(TOOLONGNAME)'],
    ['COPYMOD of what are no modules', '  COPYMOD OUTDD=OUT,INDD=IN'],
  ])('ends 8 for %s', async (_, control) => {
    await using machine = await batchMachine();
    machine.library('DEVA.FROM', { A: 'a' });
    machine.library('DEVA.TO');
    expect((await machine.run(copy(control))).codes).toEqual(['CC 0008']);
    expect(machine.dataSets.members('DEVA.TO')).toEqual([]);
  });

  it('copies modules only where their blocks fit; COPYMOD cuts them anew', async () => {
    await using machine = await batchMachine();
    const modules = { recfm: 'U' as const, lrecl: 0 };
    machine.library('DEVA.FROM', {}, { ...modules, blksize: 32_760 });
    machine.library('DEVA.TO', {}, { ...modules, blksize: 6_000, dsntype: 'PDS', dirblk: 5 });
    const load = {
      size: '00004E20',
      ttr: '000001',
      ssi: '00000000',
      amode: '31',
      rmode: 'ANY',
      attributes: [],
      authorisation: '00',
    };
    machine.dataSets.write('DEVA.FROM', 'BIG', [Buffer.alloc(20_000, 1)], { user: 'DEVA', load });
    machine.dataSets.addAlias('DEVA.FROM', 'BIG', 'BIGALIAS');
    const refused = await machine.run(copy('  COPY OUTDD=OUT,INDD=IN\n  SELECT MEMBER=BIG'));
    expect(refused.codes).toEqual(['CC 0004']);
    const done = await machine.run(copy('  COPYMOD OUTDD=OUT,INDD=IN'));
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.dataSets.read('DEVA.TO', 'BIG').map(({ length }) => length)).toEqual([6000, 6000, 6000, 2000]);
    expect(machine.dataSets.member('DEVA.TO', 'BIGALIAS')).toMatchObject({ aliasOf: 'BIG' });
  });

  it('leaves what it copied when the output has no room any more', async () => {
    await using machine = await batchMachine();
    const much = Array.from({ length: 700 }, () => 'x').join('\n');
    machine.library('DEVA.FROM', { A: much, B: much, C: much });
    machine.library('DEVA.TO', {}, { dsntype: 'PDS', dirblk: 5, primary: 2, secondary: 0 });
    const done = await machine.run(copy('  COPY OUTDD=OUT,INDD=IN'));
    expect(done.codes).toEqual(['ABEND SD37']);
    expect(machine.dataSets.members('DEVA.TO').map(({ name }) => name)).toEqual(['A']);
  });
});
