import { describe, expect, it } from '@jest/globals';
import { referencesIn, textKindOf } from '../../src/jcl/index.ts';
import type { TextKind } from '../../src/jcl/index.ts';

const names = (kind: TextKind, lines: readonly string[]) =>
  referencesIn(kind, lines.join('\n')).map(({ by, name }) => `${by} ${name}`);

const at8 = (...lines: string[]) => lines.map((line) => `       ${line}`);

describe('the names that COBOL refers to', () => {
  it('are copybooks, SQL includes and programs called by literal', () => {
    expect(
      names('cobol', [
        ...at8('IDENTIFICATION DIVISION.', '    COPY SVCINTR.', '    EXEC SQL INCLUDE SVDTACC END-EXEC.'),
        ...at8('    EXEC SQL', '      INCLUDE SQLCA', '    END-EXEC.', "    CALL 'SVINTCLC' USING WS-A."),
        ...at8('    CALL WS-PROGRAM USING WS-A.', '    COPY SVCINTR REPLACING ==A== BY ==B==.'),
      ]),
    ).toEqual(['copy SVCINTR', 'include SVDTACC', 'call SVINTCLC']);
  });

  it('are not those of comments, of columns 73 on, or of longer words', () => {
    expect(
      names('cobol', [
        '      *    COPY OLDBOOK.',
        `${'           MOVE A TO B.'.padEnd(72)}COPY X`,
        ...at8('    MOVE COPY-COUNT TO WS-COPY.', "    DISPLAY 'CALLED'."),
      ]),
    ).toEqual([]);
  });
});

describe('the names that JCL refers to', () => {
  it('are programs, procedures, includes, libraries and members', () => {
    expect(
      names('jcl', [
        '//SVJQINT1 JOB 1',
        '// JCLLIB ORDER=(KSBP.SAV.PROCLIB,',
        '//         KSBP.SAV.INCLUDE)',
        '// INCLUDE MEMBER=SVISTD',
        '//S1 EXEC SVPQINT,QTR=3   the quarter PGM=NOT',
        '//S2 EXEC PROC=SVPOTHER',
        "//S3 EXEC PGM=SVINTPST,PARM='PGM=ALSONOT, X'",
        '//CARD DD DISP=SHR,DSN=KSBP.SAV.CNTLLIB(SVKRATE)',
        '//GDG  DD DISP=SHR,DSN=KSBP.SAV.EOD.BALANCE(0)',
        '//* EXEC PGM=COMMENT',
        '//SYSIN DD *',
        '  EXEC PGM=DATA',
        '/*',
      ]),
    ).toEqual([
      'library KSBP.SAV.PROCLIB',
      'library KSBP.SAV.INCLUDE',
      'jcl-include SVISTD',
      'procedure SVPQINT',
      'procedure SVPOTHER',
      'program SVINTPST',
      'member KSBP.SAV.CNTLLIB(SVKRATE)',
    ]);
  });

  it('are not symbols that are filled in later', () => {
    expect(names('jcl', ['//S1 EXEC PGM=&PROG', '//D DD DSN=&HLQ..CNTL(&MEM),DISP=SHR'])).toEqual([]);
  });
});

it('a bind card refers to its DBRM', () => {
  expect(
    names('bind-card', [
      '  BIND PACKAGE(SAVPROD) -',
      '       MEMBER(SVINTPST) -',
      '       OWNER(SAVPOWN) VALIDATE(BIND)',
    ]),
  ).toEqual(['dbrm SVINTPST']);
});

describe('the kind of a text', () => {
  it.each<[TextKind, string]>([
    ['jcl', '//SVPQINT PROC QTR=\n//S1 EXEC PGM=X'],
    ['cobol', '       IDENTIFICATION DIVISION.\n       PROGRAM-ID. X.'],
    ['cobol', '       01  SVC-INTEREST.\n           05  SVC-TIER  PIC 9.'],
    ['bind-card', '  BIND PACKAGE(SAVPROD) MEMBER(X)'],
    ['other', 'EFFECTIVE 20260930\nTIER1 0012500'],
  ])('is %s', (kind, text) => {
    expect(textKindOf(text)).toBe(kind);
  });
});
