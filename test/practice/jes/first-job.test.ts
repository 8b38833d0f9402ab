import { describe, expect, it } from '@jest/globals';
import { jobOf, practiceSystem } from './practice-system.ts';

describe('an IEFBR14 job', () => {
  it('runs from submission to output', async () => {
    const system = practiceSystem();
    const job = await system.run(
      jobOf(`//MAKE     EXEC PGM=IEFBR14
//NEW      DD DSN=REL.TEST.DATA,DISP=(NEW,CATLG,DELETE),
//            SPACE=(TRK,(5,1)),RECFM=FB,LRECL=80`),
    );
    expect(job.retcode).toBe('CC 0000');
    expect(system.dataSets.find('REL.TEST.DATA')?.attributes).toMatchObject({
      recfm: 'FB',
      lrecl: 80,
      blksize: 27_920,
    });
  });
});
