import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';

describe('a DD with PATH', () => {
  let machine: Awaited<ReturnType<typeof batchMachine>>;
  beforeAll(async () => {
    machine = await batchMachine();
    machine.unix.writeText('/u/deva/in', 'DEVA', 'first\nsecond\n');
  });
  afterAll(() => machine[Symbol.asyncDispose]());

  const copy = (input: string, output: string) =>
    machine.run(
      [
        '//S1 EXEC PGM=IEBGENER',
        '//SYSPRINT DD SYSOUT=*',
        '//SYSIN DD DUMMY',
        `//SYSUT1 DD ${input}`,
        `//SYSUT2 DD ${output}`,
      ].join('\n'),
    );
  const text = (path: string) => machine.unix.readText(path, 'DEVA');
  const created = (path: string, more = '') =>
    `PATH='${path}',PATHOPTS=(OWRONLY,OCREAT,OTRUNC),\n//  PATHMODE=(SIRUSR,SIWUSR,SIRGRP)${more}`;
  const asText = ',FILEDATA=TEXT,\n//  RECFM=FB,LRECL=80';

  it('reads a text file a record a line, and writes one', async () => {
    const ended = await copy(`PATH='/u/deva/in',PATHOPTS=ORDONLY${asText}`, created('/u/deva/out', asText));
    expect(ended.retcode).toBe('CC 0000');
    expect(text('/u/deva/out')).toBe('first\nsecond\n');
    expect(machine.unix.status('/u/deva/out', 'DEVA').mode).toBe(0o640);
    expect(ended.spool('JESYSMSG')).toContain('IGD103I SMS ALLOCATED TO DDNAME SYSUT2');
    expect(ended.spool('JESYSMSG')).toContain(
      'IGD104I UNIX FILE WAS RETAINED, DDNAME IS (SYSUT2  ) FILENAME IS (/u/deva/out)',
    );
  });

  it('keeps records whole in binary mode, and with their lengths in record mode', async () => {
    machine.library('DEVA.PATH.LIB', { ONE: 'AB\nCD' });
    const member = 'DSN=DEVA.PATH.LIB(ONE),DISP=SHR';
    await copy(member, created('/u/deva/binary', ',RECFM=FB,LRECL=80'));
    expect(machine.unix.read('/u/deva/binary', 'DEVA')).toHaveLength(160);
    await copy(member, created('/u/deva/record', ',FILEDATA=RECORD,RECFM=FB,LRECL=80'));
    expect(machine.unix.read('/u/deva/record', 'DEVA').subarray(0, 6).toString('hex')).toBe('00000050c1c2');
  });

  it('adds to a file under OAPPEND and empties it otherwise', async () => {
    const input = `PATH='/u/deva/in',PATHOPTS=ORDONLY${asText}`;
    await copy(input, created('/u/deva/log', asText));
    await copy(input, `PATH='/u/deva/log',PATHOPTS=(OWRONLY,OAPPEND)${asText}`);
    expect(text('/u/deva/log')).toBe('first\nsecond\nfirst\nsecond\n');
    await copy(input, `PATH='/u/deva/log',PATHOPTS=OWRONLY${asText}`);
    expect(text('/u/deva/log')).toBe('first\nsecond\n');
  });

  it('deletes a file by PATHDISP', async () => {
    machine.unix.writeText('/u/deva/goes', 'DEVA', 'x\n');
    const ended = await copy(`PATH='/u/deva/goes',PATHDISP=(DELETE,KEEP)${asText}`, 'SYSOUT=*');
    expect(machine.unix.exists('/u/deva/goes', 'DEVA')).toBe(false);
    expect(ended.spool('JESYSMSG')).toContain('IGD105I UNIX FILE WAS DELETED, DDNAME IS (SYSUT1');
  });

  it.each([
    ["PATH='/u/deva/none'", '(00000081)', '(053B006C)'],
    ["PATH='/u/none/f',PATHOPTS=(OWRONLY,OCREAT)", '(00000081)', '(053B006C)'],
    ["PATH='/u/deva/in',PATHOPTS=(OWRONLY,OCREAT,OEXCL)", '(00000075)', '(05620062)'],
    ["PATH='/etc/profile',PATHOPTS=OWRONLY", '(0000006F)', '(EF076015)'],
  ])('fails the job where %s cannot be had', async (dd, code, reason) => {
    const ended = await machine.run(`//S1 EXEC PGM=IEFBR14\n//DD1 DD ${dd}`);
    expect(ended.retcode).toBe('JCL ERROR');
    const messages = ended.spool('JESYSMSG').replaceAll(/\s+/g, ' ');
    expect(messages).toContain(
      `IGD17501I ATTEMPT TO OPEN A UNIX FILE FAILED, RETURN CODE IS ${code} REASON CODE IS ${reason}`,
    );
    expect(messages).toContain('IEF344I');
  });

  it('is where BPXBATCH reads and writes', async () => {
    machine.unix.writeText('/u/deva/script', 'DEVA', 'echo from $0\nexit 1\n');
    const dds = ["//STDIN DD PATH='/u/deva/script',PATHOPTS=ORDONLY", `//STDOUT DD ${created('/u/deva/stdout')}`];
    const ended = await machine.run(`//S1 EXEC PGM=BPXBATCH\n${dds.join('\n')}`);
    expect([ended.retcode, text('/u/deva/stdout')]).toEqual(['CC 0256', 'from sh\n']);
  });
});
