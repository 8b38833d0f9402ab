import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rexxSystem } from './rexx-system.ts';

let system: Awaited<ReturnType<typeof rexxSystem>>;
beforeAll(async () => {
  system = await rexxSystem();
});
afterAll(() => system[Symbol.asyncDispose]());

const word = fc.constantFrom(
  ...[
    'say',
    'if',
    'then',
    'else',
    'do',
    'end',
    'select',
    'when',
    'otherwise',
    'call',
    'return',
    'exit',
    'parse',
    'arg',
    'var',
  ],
  ...[
    'value',
    'with',
    'pull',
    'queue',
    'push',
    'signal',
    'on',
    'off',
    'error',
    'procedure',
    'expose',
    'interpret',
    'drop',
    'leave',
  ],
  ...[
    'iterate',
    'numeric',
    'digits',
    'address',
    'tso',
    'mvs',
    'x',
    'y.1',
    'a.',
    'x = 1',
    "'text'",
    '"',
    "'",
    '(',
    ')',
    ',',
    ';',
    ':',
  ],
  ...[
    '+',
    '-',
    '*',
    '/',
    '**',
    '//',
    '||',
    '=',
    '\\=',
    '>',
    '&',
    '1',
    '9999999999',
    '1E999999999',
    '-1',
    '.',
    '/*',
    '*/',
    'substr(',
  ],
  ...[
    'copies(',
    'translate(',
    'x2c(',
    'd2x(',
    'format(',
    'to 3',
    'by',
    'for 2',
    'while',
    'until',
    '\n',
    '\n',
    '\n',
    'lab:',
    'f()',
    'sigl',
  ],
);

describe('random text as an exec', () => {
  it('always ends, with a code', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 40 }), async (words) => {
        const lines = words
          .join(' ')
          .split('\n')
          .map((line) => line.slice(0, 70));
        system.put('SAMPLE', ['/* REXX */', ...lines].join('\n'));
        const job = system.jes.submit({
          jcl: [
            `//PRACRND  JOB (ACCT),'PRACTICE',CLASS=A,MSGCLASS=H`,
            `//RX EXEC PGM=IRXJCL,PARM='SAMPLE'`,
            '//SYSEXEC  DD DISP=SHR,DSN=DEVA.EXEC',
            '//SYSTSPRT DD SYSOUT=*',
          ],
          user: 'DEVA',
        })!;
        const now = () => system.jes.byCorrelator(job.correlator)?.status;
        for (let turn = 0; turn < 300 && now() !== 'OUTPUT'; turn += 1)
          await new Promise((resolve) => setImmediate(resolve));
        if (now() !== 'OUTPUT') system.jes.cancel(job);
        for (let turn = 0; turn < 300 && now() !== 'OUTPUT'; turn += 1)
          await new Promise((resolve) => setImmediate(resolve));
        const done = system.jes.byCorrelator(job.correlator);
        expect(done?.status).toBe('OUTPUT');
        expect(done?.retcode).toMatch(/^(CC \d{4}|CANCELED)/);
        system.jes.purge(job);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
