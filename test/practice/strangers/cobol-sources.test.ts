import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';

let machine: Awaited<ReturnType<typeof batchMachine>>;
beforeAll(async () => {
  machine = await batchMachine();
  machine.library('BOOK.COPY', {
    SHELFDCL:
      '           EXEC SQL DECLARE BOOK.SHELF TABLE (ROOM CHAR(4)) END-EXEC.\n       01  DCL-SHELF.\n           05  DCL-ROOM  PIC X(4).',
    CLOSING: '       CLOSING-PART.\n           EXIT.',
    WORDS: '       01  WORDS-AREA  PIC X(10).',
  });
  machine.library('BOOK.OBJ');
  machine.library('BOOK.DBRM');
});
afterAll(() => machine.stop());

const program = (procedure: string, data = '') => `       IDENTIFICATION DIVISION.
       PROGRAM-ID. BOOKPGM.
       DATA DIVISION.
       WORKING-STORAGE SECTION.
       01  FOUND  PIC X.
       01  SAID   PIC X(80).
${data}       PROCEDURE DIVISION.
${procedure}`;

const compile = (source: string, parm = 'APOST') => `//COB      EXEC PGM=IGYCRCTL,PARM='${parm}'
//SYSPRINT DD SYSOUT=*
//SYSLIB   DD DISP=SHR,DSN=BOOK.COPY
//SYSLIN   DD DISP=SHR,DSN=BOOK.OBJ(BOOKPGM)
//SYSIN    DD ${source}`;

const inline = (source: string) => `*\n${source}\n/*`;

describe('COBOL that compiles on z/OS compiles here', () => {
  it.each([
    [
      'a NOT INVALID KEY after a MOVE',
      `           READ SHELF INVALID KEY MOVE 'N' TO FOUND\n             NOT INVALID KEY MOVE 'Y' TO FOUND\n           END-READ.`,
    ],
    [
      'an AT END and ON SIZE ERROR after a MOVE',
      `           READ SHELF NOT AT END MOVE 'Y' TO FOUND AT END\n             MOVE 'N' TO FOUND END-READ.`,
    ],
    ['a section with a short name', '       MAIN SECTION.\n       MAIN-START.\n           GOBACK.'],
    [
      'a literal that goes on in the next line',
      `           MOVE 'Put the book back on its shelf.  Or keep it until the end o\n      -    'f the month.' TO SAID.\n           GOBACK.`,
    ],
    ['a COPY statement in area A', '           GOBACK.\n       COPY CLOSING\n           .'],
    ['END PROGRAM', '           GOBACK.\n       END PROGRAM BOOKPGM.'],
  ])('%s', async (_, procedure) => {
    const done = await machine.run(compile(inline(program(procedure))));
    expect(done.spool('SYSPRINT')).not.toContain('-S ');
    expect(done.codes).toEqual(['CC 0000']);
  });

  it('a misspelt name is still found', async () => {
    const done = await machine.run(compile(inline(program(`           MOVE FOUDN TO SAID.`))));
    expect(done.codes).toEqual(['CC 0012']);
    expect(done.spool('SYSPRINT')).toContain('"FOUDN" was not defined as a data-name');
  });

  it('options in their short forms', async () => {
    const done = await machine.run(compile(inline(program('           GOBACK.')), 'NODYN,X,NOSEQ,LC(50)'));
    expect(done.spool('SYSPRINT')).not.toContain('Invalid option');
    expect(done.codes).toEqual(['CC 0000']);
  });
});

describe('the Db2 precompiler', () => {
  it('puts INCLUDE members into its output and leaves COPY to the compiler', async () => {
    const source = program(
      '           MOVE DCL-ROOM TO SAID.\n           MOVE WORDS-AREA TO SAID.\n           GOBACK.',
      `           EXEC SQL INCLUDE SHELFDCL END-EXEC.\n           COPY WORDS.\n`,
    );
    const done = await machine.run(`//PC       EXEC PGM=DSNHPC
//SYSPRINT DD SYSOUT=*
//SYSLIB   DD DISP=SHR,DSN=BOOK.COPY
//DBRMLIB  DD DISP=SHR,DSN=BOOK.DBRM(BOOKPGM)
//SYSCIN   DD DSN=&&PUT,DISP=(,PASS),UNIT=SYSDA,SPACE=(TRK,1)
//SYSIN    DD *
${source}
/*
${compile('DSN=&&PUT,DISP=(OLD,DELETE)')}`);
    expect(done.codes).toEqual(['CC 0000', 'CC 0000']);
  });
});

describe('symbolic maps', () => {
  const mapset = (sets: string, map: string) => `SHELFMS  DFHMSD TYPE=&SYSPARM,LANG=COBOL${sets}
SHELFM   DFHMDI SIZE=(24,80)${map}
ROOM     DFHMDF POS=(1,1),LENGTH=4
         DFHMSD TYPE=FINAL
         END`;
  const fieldsOf = async (sets: string, map: string) => {
    const done = await machine.run(`//MAP      EXEC PGM=ASMA90,PARM='SYSPARM(DSECT)'
//SYSPRINT DD SYSOUT=*
//SYSLIB   DD DISP=SHR,DSN=CICS.SDFHMAC
//SYSPUNCH DD DISP=SHR,DSN=BOOK.OBJ(MAP)
//SYSIN    DD *
${mapset(sets, map)}
/*`);
    expect(done.codes).toEqual(['CC 0000']);
    return [...machine.text('BOOK.OBJ', 'MAP').matchAll(/(?:02|03)\s+(\S+)\s+(?:COMP\s+)?PIC/g)].map(
      ([, name]) => name,
    );
  };

  it('have a field for each extended attribute of DSATTS, of the map before the mapset', async () => {
    machine.library('CICS.SDFHMAC');
    machine.member('BOOK.OBJ', 'MAP', '');
    expect(await fieldsOf(',DSATTS=COLOR', ',DSATTS=(HILIGHT,COLOR)')).toEqual(
      'FILLER ROOML ROOMF ROOMA FILLER ROOMI FILLER FILLER ROOMC ROOMH ROOMO'.split(' '),
    );
    machine.member('BOOK.OBJ', 'MAP', '');
    expect(await fieldsOf(',DSATTS=(COLOR,PS)', '')).toContain('ROOMP');
    machine.member('BOOK.OBJ', 'MAP', '');
    expect(await fieldsOf('', '')).toEqual('FILLER ROOML ROOMF ROOMA ROOMI FILLER FILLER ROOMO'.split(' '));
  });
});
