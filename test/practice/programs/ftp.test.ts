import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';

describe('FTP', () => {
  it.each([
    ['', 'CC 0008'],
    ["PARM='(EXIT'", 'CC 0008'],
    ["PARM='partner.example (EXIT=16'", 'CC 0016'],
  ])('refuses: with %s the step ends %s, and says that nothing was sent', async (parm, code) => {
    await using machine = await batchMachine();
    const { codes, spool } = await machine.run(`//SEND     EXEC PGM=FTP${parm === '' ? '' : `,${parm}`}
//OUTPUT   DD SYSOUT=*
//INPUT    DD *
partner.example
USER PASSWORD
PUT 'PAY.DATA' data.txt
QUIT
/*`);
    expect(codes).toEqual([code]);
    expect(spool('OUTPUT')).toContain('Connecting to: partner.example');
    expect(spool('OUTPUT')).toContain('NOTHING WAS SENT OR RECEIVED');
    expect(spool('OUTPUT')).not.toContain('PASSWORD');
  });
});
