import { describe, expect, it } from '@jest/globals';
import { jobOf, practiceSystem } from '../jes/practice-system.ts';

/** Completion of every step in order, as `call.step`. */
async function endsOf(body: string) {
  const job = await practiceSystem().run(jobOf(body));
  return job.steps.map((step) => `${step['proc-step-name']}.${step['step-name']} ${step.completion ?? ''}`);
}

const build = (code: number) => `//BUILD PROC CODE=${String(code)}
//MAKE EXEC PGM=ENDS,PARM=&CODE
//BIND EXEC PGM=ENDS,COND=(4,LT,MAKE)
// PEND
`;

describe('names of steps in conditions inside procedures (COND parameter, stepname)', () => {
  it('takes a name alone as a step of the same call', async () => {
    const ends = await endsOf(`${build(8)}//FIRST EXEC BUILD,CODE=12
//SECOND EXEC BUILD,CODE=0
//THIRD EXEC BUILD`);
    expect(ends).toEqual([
      'FIRST.MAKE CC 0012',
      'FIRST.BIND FLUSHED',
      'SECOND.MAKE CC 0000',
      'SECOND.BIND CC 0000',
      'THIRD.MAKE CC 0008',
      'THIRD.BIND FLUSHED',
    ]);
  });

  it('does so for a COND that the caller puts on a step', async () => {
    const ends = await endsOf(`${build(2)}//CALL EXEC BUILD,COND.BIND=(2,EQ,MAKE)`);
    expect(ends).toEqual(['CALL.MAKE CC 0002', 'CALL.BIND FLUSHED']);
  });

  it('takes a step of the job where the procedure has none of the name', async () => {
    const ends = await endsOf(`//LATE PROC
//ONLYONE EXEC PGM=ENDS,COND=(0,NE,BEFORE)
// PEND
//BEFORE EXEC PGM=ENDS,PARM=4
//CALL EXEC LATE`);
    expect(ends).toEqual(['.BEFORE CC 0004', 'CALL.ONLYONE FLUSHED']);
  });

  it('reads an IF of the procedure in the same way, and an IF of the job as the job has it', async () => {
    const ends = await endsOf(`//BOTH PROC
//MAKE EXEC PGM=ENDS,PARM=4
// IF MAKE.RC = 4 THEN
//INNER EXEC PGM=ENDS
// ENDIF
// IF MAKE.RUN = FALSE THEN
//NEVER EXEC PGM=ENDS
// ENDIF
// PEND
//MAKE EXEC PGM=ENDS,PARM=1
//CALL EXEC BOTH
// IF MAKE.RC = 1 & CALL.MAKE.RC = 4 THEN
//OUTER EXEC PGM=ENDS
// ENDIF`);
    expect(ends).toEqual([
      '.MAKE CC 0001',
      'CALL.MAKE CC 0004',
      'CALL.INNER CC 0000',
      'CALL.NEVER FLUSHED',
      '.OUTER CC 0000',
    ]);
  });
});
