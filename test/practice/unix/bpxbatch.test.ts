import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';

describe('BPXBATCH', () => {
  let machine: Awaited<ReturnType<typeof batchMachine>>;
  beforeAll(async () => {
    machine = await batchMachine();
  });
  afterAll(() => machine[Symbol.asyncDispose]());

  const step = (parm: string, dds = '//STDOUT DD SYSOUT=*\n//STDERR DD SYSOUT=*', pgm = 'BPXBATCH') =>
    machine.run(`//S1 EXEC PGM=${pgm}${parm === '' ? '' : `,PARM='${parm}'`}\n${dds}`);

  it('runs a shell command and shows what it writes', async () => {
    const ended = await step('SH echo hello; echo oops 1>&2');
    expect([ended.retcode, ended.spool('STDOUT'), ended.spool('STDERR')]).toEqual(['CC 0000', 'hello', 'oops']);
  });

  it.each([
    ['SH exit 1', 'CC 0256'],
    ['SH exit 8', 'CC 2048'],
    ['sh exit 2', 'CC 0512'],
    ['SH nosuch', 'CC 3840'],
    ['PGM /bin/false', 'CC 0256'],
    ['PGM /bin/echo x', 'CC 0000'],
    ['pgm /u/deva/none', 'CC 0255'],
    ['PGM', 'CC 0255'],
    ['LS -L', 'CC 0255'],
  ])('ends PARM %j with %s', async (parm, code) => expect((await step(parm)).retcode).toBe(code));

  it('says why a program cannot be started', async () => {
    const ended = await step('PGM /u/deva/none');
    expect(ended.spool('JESMSGLG')).toContain(
      'BPXM047I BPXBATCH FAILED BECAUSE SPAWN (BPX1SPN) OF /u/deva/none FAILED WITH RETURN CODE 00000081 REASON CODE 053B006C.',
    );
  });

  it('joins the records of STDPARM, and takes the environment from STDENV', async () => {
    const dds = [
      '//STDPARM DD *',
      'SH echo $GREETING',
      '$HOME',
      '/*',
      '//STDENV DD *',
      'GREETING=good day',
      '/*',
      '//STDOUT DD SYSOUT=*',
    ];
    expect((await step('', dds.join('\n'))).spool('STDOUT')).toBe('good day /u/deva');
  });

  it('reads a script from STDIN where no command is given', async () => {
    const dds = ['//STDIN DD *', 'for x in a b; do', '  echo $x', 'done', 'exit 3', '/*', '//STDOUT DD SYSOUT=*'];
    const ended = await step('SH', dds.join('\n'));
    expect([ended.retcode, ended.spool('STDOUT')]).toEqual(['CC 0768', 'a\nb']);
  });

  it('copies between files and data sets', async () => {
    machine.library('DEVA.COPY.LIB', { ONE: 'FIRST\nSECOND' });
    const dds = [
      '//STDPARM DD *',
      'SH cp "//\'DEVA.COPY.LIB(ONE)\'" one && tail -n 1 one &&',
      'cp one "//\'DEVA.COPY.LIB(TWO)\'"',
      '/*',
      '//STDOUT DD SYSOUT=*',
    ];
    const ended = await step('', dds.join('\n'));
    expect([ended.retcode, ended.spool('STDOUT')]).toEqual(['CC 0000', 'SECOND']);
    expect(machine.text('DEVA.COPY.LIB', 'TWO')).toBe('FIRST\nSECOND');
  });

  it('leaves a data set alone that the user may not read', async () => {
    machine.library('SECRET.LIB', { ONE: 'HIDDEN' });
    const dds = ['//STDPARM DD *', 'SH cp "//\'SECRET.LIB(ONE)\'" hidden', '/*', '//STDERR DD SYSOUT=*'];
    const ended = await step('', dds.join('\n'));
    expect(ended.retcode).toBe('CC 0256');
    expect(ended.spool('STDERR')).toContain('EDC5092I An I/O abend was trapped.');
    expect(machine.unix.exists('/u/deva/hidden', 'DEVA')).toBe(false);
  });

  it('submits a job from a file', async () => {
    const dds = [
      ...['//STDPARM DD *', "SH printf '//DEVAJOB JOB 1\\n//S EXEC PGM=IEFBR14\\n' > j; submit j", '/*'],
      '//STDOUT DD SYSOUT=*',
    ];
    const ended = await step('', dds.join('\n'));
    expect(ended.spool('STDOUT')).toMatch(/^JOB JOB\d{5} submitted from path 'j'$/m);
    expect(machine.jes.jobs().some(({ jobname }) => jobname === 'DEVAJOB')).toBe(true);
  });

  it('runs TSO commands, whose code is the exit status', async () => {
    const dds = (command: string) =>
      ['//STDPARM DD *', `SH tsocmd "${command}"`, '/*', '//STDOUT DD SYSOUT=*'].join('\n');
    const done = await step('', dds("DELETE 'NO.SUCH.SET'"));
    expect(done.spool('STDOUT')).toContain('NO.SUCH.SET');
    expect(done.retcode).toBe('CC 2048');
    expect((await step('', dds('PROFILE'))).retcode).toBe('CC 0000');
  });

  it('starts a shell under BPXBATSL for uid 0 alone', async () => {
    expect((await step('SH true', '', 'BPXBATSL')).retcode).toBe('CC 0255');
    expect((await step('PGM /bin/true', '', 'BPXBATSL')).retcode).toBe('CC 0000');
    expect((await step('SH true', '', 'BPXBATA8')).retcode).toBe('CC 0255');
  });
});
