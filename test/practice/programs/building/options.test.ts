import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../../support/batch.ts';

const source = `       IDENTIFICATION DIVISION.
       PROGRAM-ID. PAYCALC.
       PROCEDURE DIVISION.
           GOBACK.`;

const load = { recfm: 'U', lrecl: 0, blksize: 32_760 } as const;

const job = (compiler: string, binder: string) => `//COB      EXEC PGM=IGYCRCTL,PARM='${compiler}'
//SYSPRINT DD SYSOUT=*
//SYSPUNCH DD DISP=SHR,DSN=PAY.OBJ(DECK)
//SYSLIN   DD DISP=SHR,DSN=PAY.OBJ(PAYCALC)
//SYSIN    DD *
${source}
/*
//LKED     EXEC PGM=IEWL,PARM='${binder}'
//SYSPRINT DD SYSOUT=*
//SYSLMOD  DD DISP=SHR,DSN=PAY.LOAD(PAYCALC)
//SYSLIN   DD DISP=SHR,DSN=PAY.OBJ(PAYCALC)`;

async function built(compiler: string, binder: string) {
  const machine = await batchMachine();
  try {
    machine.library('PAY.OBJ');
    machine.library('PAY.LOAD', {}, load);
    const done = await machine.run(job(compiler, binder));
    const members = machine.dataSets.members('PAY.OBJ').map(({ name }) => name);
    return { codes: done.codes, members };
  } finally {
    await machine.stop();
  }
}

describe('options of compilers and binder that ask for more', () => {
  it('DECK writes the object to SYSPUNCH too', async () => {
    expect((await built('DECK', 'MAP')).members).toEqual(['DECK', 'PAYCALC']);
    expect((await built('NODECK', 'MAP')).members).toEqual(['PAYCALC']);
  });

  it.each(['ALIASES(ALL)', 'EP=OTHER', 'OVLY', 'STRIPSEC=YES', 'SIGN=YES'])(
    'the binder warns that it ignores %s',
    async (option) => {
      expect((await built('LIB', option)).codes).toEqual(['CC 0000', 'CC 0004']);
    },
  );

  it('the binder takes what is no wish', async () => {
    expect((await built('LIB', 'STRIPSEC=NO,RENT,LIST')).codes).toEqual(['CC 0000', 'CC 0000']);
  });
});

describe('options of DFSORT that are not imitated', () => {
  it.each(['EFS=MYEXIT', 'LOCALE=DE_DE', 'MSGDDN=OTHER', 'VSAMEMT=NVSAMEMT'])('%s ends with 16', async (option) => {
    await using machine = await batchMachine();
    const done = await machine.run(`//SORT     EXEC PGM=SORT
//SYSOUT   DD SYSOUT=*
//SORTIN   DD *
B
A
/*
//SORTOUT  DD SYSOUT=*
//SYSIN    DD *
  SORT FIELDS=(1,1,CH,A)
  OPTION ${option}
/*`);
    expect(done.codes).toEqual(['CC 0016']);
  });
});
