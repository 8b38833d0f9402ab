import { describe, expect, it } from '@jest/globals';
import { ddKeywords, execKeywords, jobKeywords, dcbKeywords } from '../../../src/practice/jcl/keywords.rules.ts';
import { withoutEffect } from '../../../src/practice/jcl/without-effect.rules.ts';
import { batchMachine } from '../support/batch.ts';

describe('DD keywords that once did nothing', () => {
  it('RECORG makes a cluster', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(`//MAKE     EXEC PGM=IEFBR14
//KS       DD DSN=DEVA.NEW.KSDS,DISP=(NEW,CATLG),SPACE=(TRK,(5,5)),
//            RECORG=KS,KEYLEN=8,KEYOFF=2,LRECL=100
//ES       DD DSN=DEVA.NEW.ESDS,DISP=(NEW,CATLG),SPACE=(CYL,1),
//            RECORG=ES,LRECL=80`);
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.dataSets.vsam.find('DEVA.NEW.KSDS')).toMatchObject({
      ...{ type: 'KSDS', key: { length: 8, offset: 2 }, maximumRecord: 100, primary: 5 },
    });
    expect(machine.dataSets.vsam.find('DEVA.NEW.ESDS')).toMatchObject({ type: 'ESDS', maximumRecord: 80, primary: 15 });
  });

  it('RECORG=KS without a key is refused', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(`//MAKE     EXEC PGM=IEFBR14
//KS       DD DSN=DEVA.NEW.KSDS,DISP=(NEW,CATLG),SPACE=(TRK,5),RECORG=KS`);
    expect(done.retcode).toBe('JCL ERROR');
    expect(machine.dataSets.locate('DEVA.NEW.KSDS')).toBeUndefined();
  });

  it('OUTLIM ends a step that writes more', async () => {
    await using machine = await batchMachine();
    const copy = (most: number) => `//COPY     EXEC PGM=IEBGENER
//SYSPRINT DD SYSOUT=*
//SYSIN    DD DUMMY
//SYSUT1   DD *
ONE
TWO
THREE
/*
//SYSUT2   DD SYSOUT=*,OUTLIM=${String(most)}`;
    expect((await machine.run(copy(3))).retcode).toBe('CC 0000');
    expect((await machine.run(copy(2))).retcode).toBe('ABEND S722');
  });
});

describe('the list of keywords without effect', () => {
  it.each([
    ['JOB', withoutEffect.JOB, jobKeywords],
    ['EXEC', withoutEffect.EXEC, execKeywords],
    ['DD', withoutEffect.DD, ddKeywords],
    ['DCB', withoutEffect.DCB, dcbKeywords],
  ] as const)('names keywords of %s alone', (_, listed, known) => {
    expect(listed.filter((word) => !known.has(word))).toEqual([]);
  });
});
