import { expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';

const backup = (unit: string) => `//SAVE     EXEC PGM=IEBGENER
//SYSPRINT DD SYSOUT=*
//SYSIN    DD DUMMY
//SYSUT1   DD *
KEPT
/*
//SYSUT2   DD DSN=GARDEN.BACKUP,DISP=(NEW,CATLG,DELETE),
//         UNIT=${unit},
//         LABEL=(1,SL),DCB=(RECFM=FB,LRECL=80)`;

it.each(['TAPE', '3490', 'CART', '(3590-1,,DEFER)'])('a new data set on unit %s needs no SPACE', async (unit) => {
  await using machine = await batchMachine();
  expect((await machine.run(backup(unit))).codes).toEqual(['CC 0000']);
  expect(machine.text('GARDEN.BACKUP')).toBe('KEPT');
});

it('one on disk needs it', async () => {
  await using machine = await batchMachine();
  const done = await machine.run(backup('SYSDA'));
  expect(done.retcode).toBe('JCL ERROR');
  expect(done.spool('JESYSMSG')).toContain('SPACE PARAMETER OMITTED');
});
