import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { converted } from './converted.ts';

const whole = `//RELJOB1  JOB (REL),'PRACTICE',CLASS=A,MSGCLASS=H,
//             COND=((8,LE),(4,GT)),NOTIFY=&SYSUID
// JCLLIB ORDER=(MY.LIB)
// SET HLQ='KSBP.SAV',MEM=PAY010
//P1       PROC MEM=
//PS       EXEC PGM=IEBGENER,PARM='A,&MEM'
//SYSUT1   DD DSN=&HLQ..COBOL(&MEM),DISP=SHR
//         DD DSN=*.SYSUT1,DISP=SHR
// PEND
//S1       EXEC P1,MEM=&MEM
//PS.SYSUT2 DD DSN=&&OUT,DISP=(NEW,PASS),SPACE=(CYL,(1,1),RLSE),
//            DCB=(RECFM=FB,LRECL=80)
// IF (S1.PS.RC = 0 & ¬ABEND) THEN
//S2       EXEC PGM=IKJEFT01,COND=((4,LT,S1.PS),EVEN)
//SYSTSIN  DD *,DLM='$$'
 SEND 'IT'
$$
// ELSE
//S3       EXEC P2
// ENDIF
`;
const members = { 'MY.LIB(P2)': '//P2 PROC\n//X EXEC P2\n//Y DD *\n/*' };

describe('text that is no proper JCL', () => {
  it('never stops the converter: random bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(Array.isArray(converted(text, members, '').messages)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('never stops the converter: a proper job with pieces cut, doubled or overwritten', () => {
    const damage = fc.record({
      at: fc.nat(whole.length),
      cut: fc.nat(30),
      put: fc.string({ unit: fc.constantFrom(...Array.from("/&'(),.=*$ \nABD1")), maxLength: 20 }),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 6 }), (damages) => {
        let text = whole;
        for (const { at, cut, put } of damages) text = text.slice(0, at) + put + text.slice(at + cut);
        const { listing, messages } = converted(text, members, '');
        expect(listing.length + messages.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});
