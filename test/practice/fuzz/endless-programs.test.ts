import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';

let machine: Awaited<ReturnType<typeof batchMachine>>;

beforeAll(async () => {
  machine = await batchMachine();
});

afterAll(() => machine.stop());

describe('programs that would never come to an end', () => {
  it('repeat no records beyond what a sort can hold', async () => {
    const { retcode, spool } = await machine.run(
      `//S       EXEC PGM=SORT\n//SYSOUT DD SYSOUT=*\n//SORTIN DD *\nA\n/*\n//OUT DD SYSOUT=*
//SYSIN DD *\n SORT FIELDS=COPY\n OUTFIL FNAMES=OUT,REPEAT=999999999\n/*`,
    );
    expect(retcode).toBe('CC 0016');
    expect(spool('SYSOUT')).toContain('ICE046A');
  });

  it('let others work while commands from a data stack are carried out', async () => {
    machine.library('DEVA.EXEC', { FILL: '/* REXX */\nDO 2000\nQUEUE "NOSUCH"\nEND' });
    let turns = 0;
    let ends = false;
    const turn = () => {
      turns += 1;
      if (!ends) setImmediate(turn);
    };
    setImmediate(turn);
    await machine.run(
      `//S       EXEC PGM=IKJEFT01,PARM='%FILL'\n//SYSTSPRT DD SYSOUT=*\n//SYSEXEC DD DSN=DEVA.EXEC,DISP=SHR\n//SYSTSIN DD DUMMY`,
    );
    ends = true;
    expect(turns).toBeGreaterThan(25);
  });

  it('show no panel for a prefix that is no mask', async () => {
    const { retcode } = await machine.run(
      `//S       EXEC PGM=SDSF\n//ISFOUT DD SYSOUT=*\n//ISFIN DD *\nPREFIX (A+)+[\nST\n/*`,
    );
    expect(retcode).toBe('CC 0000');
  });
});
