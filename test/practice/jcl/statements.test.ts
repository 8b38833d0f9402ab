import { describe, expect, it } from '@jest/globals';
import { converted, dataOf, nameOf } from './converted.ts';

const step = '//S1 EXEC PGM=IEFBR14\n';
const many = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join('');

/** Only the number of a message whose wording is unverified. */
const confirmed = (text: string) => text.replace(/^(IEFC(?:010|026|609|610|615|632|639)I) .*$/, '$1');

describe('every statement of JCL', () => {
  it('keeps OUTPUT, its class for SYSOUT=(,), and refuses a reference to none', () => {
    const job = converted(`//O1 OUTPUT CLASS=X,JESDS=ALL,FORMS=STD,TITLE='A B'
${step}//A DD SYSOUT=(,),OUTPUT=*.O1
//B DD SYSOUT=*,OUTPUT=(*.O1,*.O2)`);
    expect(job.dd('S1', 'A')?.source).toEqual({ kind: 'sysout', outputClass: 'X' });
    expect(job.errors).toEqual(['IEFC645I INVALID REFER BACK IN THE OUTPUT FIELD']);
    expect(converted(`//O1 OUTPUT CLAS=X\n${step}`).errors).toEqual(['IEFC630I UNIDENTIFIED KEYWORD CLAS']);
  });

  it('keeps program control between CNTL and ENDCNTL apart', () => {
    expect(converted(`${step}//C CNTL\n//P PRINTDEV BUFNO=20\n//E ENDCNTL\n//A DD SYSOUT=*,CNTL=*.C`).errors).toEqual(
      [],
    );
    expect(converted(`${step}//C CNTL\n//A DD DUMMY`).errors).toEqual(['IEFC019I MISPLACED CNTL STATEMENT']);
    expect(converted(`${step}// ENDCNTL`).errors).toEqual(['IEFC019I MISPLACED ENDCNTL STATEMENT']);
  });

  it('issues COMMAND, tells that NOTIFY sends no mail, and knows the words of job groups and nodes', () => {
    const job = converted(`// COMMAND 'D T'\n// NOTIFY EMAIL='A@B.C',WHEN='RC>4'\n${step}`);
    expect(job.commands).toEqual(['D T']);
    expect(job.errors).toEqual([]);
    expect(job.messages.map(({ text }) => text).join()).toContain('NO MAIL');
    for (const word of 'XMIT JOBGROUP GJOB JOBSET SJOB BEFORE AFTER CONCURRENT SCHEDULE ENDSET ENDGROUP'.split(' '))
      expect(converted(`${step}//G ${word} A=B`).errors.join()).toContain(`IEFC605I UNIDENTIFIED OPERATION FIELD`);
  });

  it('issues an operator command that stands in the operation field', () => {
    expect(converted(`// D A,L\n// M 148,VOL=(SL,SMP000)\n${step}`).commands).toEqual([
      'D A,L',
      'M 148,VOL=(SL,SMP000)',
    ]);
    expect(converted(`//NAMED D A,L\n${step}`).errors).toEqual(['IEFC605I UNIDENTIFIED OPERATION FIELD']);
  });

  it('takes a DD name that its own step qualifies for a plain one', () => {
    const job = converted('//GO EXEC PGM=A\n//GO.SYSIN DD DUMMY\n//LKED.OUT DD DUMMY');
    expect(job.dd('GO', 'SYSIN')?.source.kind).toBe('dummy');
    expect(job.errors).toEqual(['IEFC611I OVERRIDDEN STEP NOT FOUND IN PROCEDURE']);
  });

  it('takes the records of XMIT as data, also those that begin with two slashes', () => {
    const job = converted(`//X XMIT DEST=THERE,DLM=ZZ\n//NO JOB 1\nZZ\n${step}`);
    expect(job.errors).toHaveLength(1);
    expect(job.job.steps).toHaveLength(1);
  });

  it('generates SYSIN for data without a DD, and lets a JES2 statement end in-stream data', () => {
    expect(dataOf(converted(`${step}LOOSE`).dd('S1', 'SYSIN'))).toEqual(['LOOSE']);
    const job = converted(`//P1 EXEC PGM=A\n//SYSIN DD *\nDATA\n/*JOBPARM LINES=9\n//S2 EXEC PGM=B`);
    expect(dataOf(job.dd('P1', 'SYSIN'))).toEqual(['DATA']);
    expect(job.listing.join('\n')).toContain('/*JOBPARM LINES=9');
  });

  it('drops what follows a null statement of the job, not of a procedure', () => {
    const job = converted(`//S1 EXEC P\n//\n//S2 EXEC PGM=A`, {
      'SYS1.PROCLIB(P)': '//P PROC\n//PS EXEC PGM=B\n//\n//PT EXEC PGM=C',
    });
    expect(job.job.steps.map(({ procStep }) => procStep)).toEqual(['PS', 'PT']);
  });

  it.each([
    ['a second JCLLIB', '// JCLLIB ORDER=MY.LIB\n// JCLLIB ORDER=MY.LIB\n', 'IEFC019I MISPLACED JCLLIB STATEMENT'],
    [
      'a JCLLIB of a member',
      '// JCLLIB ORDER=MY.LIB(A)\n',
      'IEFC625I INCORRECT USE OF LEFT PARENTHESIS IN THE ORDER FIELD',
    ],
    ['a JCLLIB that is nowhere', '// JCLLIB ORDER=NO.LIB\n', 'IEFC026I'],
    ['an INCLUDE that is nowhere', '// INCLUDE MEMBER=NONE\n', 'IEFC026I'],
    ['a PEND without PROC', '// PEND\n', 'IEFC019I MISPLACED PEND STATEMENT'],
    ['a PROC without PEND', '//P PROC\n', 'IEFC610I'],
    ['a PROC in a PROC', '//P PROC\n//Q PROC\n// PEND\n', 'IEFC609I'],
    ['an IF without a step', '// IF RC = 0 THEN\n// ENDIF\n', 'IEFC019I MISPLACED ENDIF STATEMENT'],
    ['an IF that stays open', '// IF RC = 0 THEN\n', 'IEFC019I MISPLACED IF STATEMENT'],
  ])('refuses %s', (_, body, message) => {
    expect(converted(body + step, { 'MY.LIB(P2)': '//*' }).errors.map(confirmed)).toContain(message);
  });

  it('refuses more than 255 steps, and nesting deeper than 15', () => {
    expect(converted(many(256, (at) => `//S${at} EXEC PGM=A\n`)).errors).toEqual([
      'IEFC602I EXCESSIVE NUMBER OF EXECUTE STATEMENTS',
    ]);
    expect(converted(many(255, (at) => `//S${at} EXEC PGM=A\n`)).errors).toEqual([]);
    const nested = Object.fromEntries(
      Array.from({ length: 17 }, (_, at) => [
        `SYS1.PROCLIB(P${at})`,
        `//P${at} PROC\n//X EXEC ${at < 16 ? `P${at + 1}` : 'PGM=A'}`,
      ]),
    );
    expect(converted('//S1 EXEC P2', nested).errors).toEqual([]);
    expect(converted('//S1 EXEC P1', nested).errors.map(confirmed)).toEqual(['IEFC615I']);
    const open = many(16, () => '// IF RC = 0 THEN\n') + step + many(16, () => '// ENDIF\n');
    expect(converted(open).errors.map(confirmed)).toEqual(['IEFC615I']);
  });

  it('takes a tab for no blank', () => {
    const numbers = (jcl: string) => converted(jcl).errors.map((text) => text.slice(0, 8));
    expect(numbers(`${step}//A\tDD DUMMY`)).toEqual(['IEFC662I', 'IEFC605I']);
    expect(numbers('//S1\tEXEC PGM=IEFBR14')).toContain('IEFC605I');
    expect(numbers('//S1 EXEC PGM=IEFBR14  SAID\tAFTERWARDS')).toEqual([]);
  });

  it('refuses INCLUDE groups that nest deeper than 15', () => {
    const groups = Object.fromEntries(
      Array.from({ length: 17 }, (_, at) => [
        `SYS1.PROCLIB(G${at})`,
        at < 16 ? `// INCLUDE MEMBER=G${at + 1}\n// SET A=${at}` : '// SET B=1',
      ]),
    );
    expect(converted(`// INCLUDE MEMBER=G2\n${step}`, groups).errors).toEqual([]);
    expect(converted(`// INCLUDE MEMBER=G1\n${step}`, groups).errors.map(confirmed)).toEqual(['IEFC615I']);
  });

  it('follows JOBPARM PROCLIB= to another concatenation of procedure libraries', () => {
    const members = {
      'MY.PROCS(P)': '//P PROC\n//X EXEC PGM=MINE',
      'SYS1.PROCLIB(P)': '//P PROC\n//X EXEC PGM=SYSTEM',
    };
    expect(converted('/*JOBPARM PROCLIB=PROC01\n//S1 EXEC P', members).job.steps[0]?.program).toBe('MINE');
    expect(converted('//S1 EXEC P', members).job.steps[0]?.program).toBe('SYSTEM');
  });
});

describe('keywords and their values', () => {
  it.each([
    ['CLASS=A,CLASS=B', 'IEFC010I'],
    ['TIME=SOON', 'IEFC632I'],
    ['REGION=4', 'IEFC632I'],
    ['PRTY=16', 'IEFC644I INVALID NUMERIC IN THE PRTY FIELD'],
    ['MSGCLASS=AB', 'IEFC639I'],
    ['MSGLEVEL=(3,1)', 'IEFC641I IMPROPER SUBPARAMETER LIST IN THE MSGLEVEL FIELD'],
    ['RD=X', 'IEFC650I INCORRECT SYNTAX IN THE RD FIELD'],
    ['NOTIFY=&NOBODY', 'IEFC627I INCORRECT USE OF AMPERSAND IN THE NOTIFY FIELD'],
    ['USER=A*', 'IEFC628I INCORRECT USE OF ASTERISK IN THE USER FIELD'],
    ['USER=A+', 'IEFC626I INCORRECT USE OF PLUS IN THE USER FIELD'],
    ['PROGRAM=X', 'IEFC630I UNIDENTIFIED KEYWORD PROGRAM'],
    ['JOBRC=(STEP,NONE)', 'IEFC650I INCORRECT SYNTAX IN THE JOBRC FIELD'],
    ['RESTART=NONE', 'IEFC650I INCORRECT SYNTAX IN THE RESTART FIELD'],
  ])('JOB %s', (keyword, message) => {
    expect(converted(step, {}, `//J JOB 1,'X',${keyword}\n`).errors.map(confirmed)).toEqual([message]);
  });

  it('accepts every keyword of JOB, EXEC and DD with a proper value', () => {
    const folded = (start: string, operands: string) => `${start} ${operands.split(' ').join(',\n// ')}\n`;
    const head = folded(
      '//J JOB',
      `(1),'X' ADDRSPC=REAL BYTES=(1,CANCEL) CARDS=(,DUMP) CCSID=37 CLASS=A COND=(4,LT) DSENQSHR=ALLOW EMAIL='A@B' GDGBIAS=STEP GROUP=G JESLOG=(SPIN,'+5') JOBRC=LASTRC LINES=9 MEMLIMIT=2G MSGCLASS=H MSGLEVEL=(1,1) NOTIFY=N1.ME PAGES=(1,WARNING) PASSWORD=(A,B) PERFORM=1 PRTY=15 RD=RNC REGION=0M RESTART=* SCHENV=NIGHT_RUN SECLABEL=LOW SYSAFF=(ANY,IND) SYSSYM=ALLOW SYSTEM=(A,B) TIME=(1,30) UJOBCORR='U1' USER=ME`,
    );
    const body = [
      folded(
        '//S1 EXEC',
        `PGM=A ABDISPCC=(4,GE) ACCT=(A,'B') ADDRSPC=VIRT CCSID=37 COND=EVEN DYNAMNBR=9 MEMLIMIT=NOLIMIT PARM='X' PERFORM=2 RD=R REGION=64M RLSTMOUT=5 TIME=NOLIMIT TVSMSG=1 TVSAMCOM=(1,2)`,
      ),
      folded(
        '//A DD',
        `DSN=B.C DISP=(NEW,CATLG,DELETE) UNIT=(SYSDA,2,DEFER) VOL=(PRIVATE,RETAIN,1,2,SER=(V1,V2)) SPACE=(80,(1,1),RLSE,,ROUND) AVGREC=K DATACLAS=D MGMTCLAS=M STORCLAS=S DSNTYPE=(LIBRARY,2) EATTR=OPT MAXGENS=5 EXPDT=2027/001 KEYLEN=8 RECFM=FB LRECL=80 BLKSIZE=0 FREE=CLOSE RLS=CR DCB=(BUFNO=20,OPTCD=Q)`,
      ),
      folded(
        '//B DD',
        `SYSOUT=(A,,STD) COPIES=(2,(1,2)) DEST=N1.R1 HOLD=YES OUTLIM=99 SPIN=UNALLOC SEGMENT=3 CHARS=(GT10) FCB=(STD,ALIGN)`,
      ),
      folded(
        '//C DD',
        `PATH='/u/me/x' PATHOPTS=(OWRONLY,OCREAT) PATHMODE=(SIRWXU) PATHDISP=(KEEP,DELETE) FILEDATA=TEXT`,
      ),
    ];
    const job = converted(body.join(''), {}, head);
    expect(job.errors).toEqual([]);
    expect(job.job.card).toMatchObject({ cpuSeconds: 90, restartable: true, downgrades: true, gdgBias: 'STEP' });
    expect(job.step('S1')).toMatchObject({ cpuSeconds: Infinity, abnormalOver: 3 });
    expect(job.dd('S1', 'A')).toMatchObject({
      unit: 'SYSDA',
      volume: 'V1',
      storageClass: 'S',
      expires: { date: '2027/001' },
    });
    expect(job.dd('S1', 'C')).toMatchObject({
      normal: 'KEEP',
      abnormal: 'DELETE',
      source: { kind: 'path', path: '/u/me/x' },
    });
  });

  it.each([
    ['SYSOUT=A,DISP=SHR', 'IEFC009I KEYWORD SYSOUT IS MUTUALLY EXCLUSIVE WITH KEYWORD DISP ON THE DD STATEMENT'],
    ["DSN=A,PATH='/x'", 'IEFC009I KEYWORD PATH IS MUTUALLY EXCLUSIVE WITH KEYWORD DSN ON THE DD STATEMENT'],
    ['EXPDT=99365,RETPD=9', 'IEFC009I KEYWORD EXPDT IS MUTUALLY EXCLUSIVE WITH KEYWORD RETPD ON THE DD STATEMENT'],
    ['DSN=A,DSNAME=B', 'IEFC010I'],
    ['DSN=A,LRECL=EIGHTY', 'IEFC644I INVALID NUMERIC IN THE LRECL FIELD'],
    ['DSN=A,RECFM=X', 'IEFC650I INCORRECT SYNTAX IN THE RECFM FIELD'],
    ['DSN=A..B', 'IEFC624I INCORRECT USE OF PERIOD IN THE DSN FIELD'],
    ['DSN=1A', 'IEFC647I FIRST CHARACTER OF NAME NOT ALPHABETIC OR NATIONAL IN THE DSN FIELD'],
    ['DSN=TOOLONGNAME', 'IEFC642I EXCESSIVE PARAMETER LENGTH IN THE DSN FIELD'],
    ['DSN=A,VOL=REF=*.NO.DD', 'IEFC645I INVALID REFER BACK IN THE VOL FIELD'],
    ['DSN=A,DCB=*.NO.DD', 'IEFC645I INVALID REFER BACK IN THE DCB FIELD'],
    ['DUMY', 'IEFC643I UNIDENTIFIED POSITIONAL PARAMETER IN THE DD FIELD'],
    ['SYSOUT=AB', 'IEFC639I'],
  ])('DD %s', (operands, message) => {
    expect(converted(`${step}//A DD ${operands}`).errors.map(confirmed)).toEqual([message]);
  });

  it('refuses PARM with PARMDD, and PROC with PGM', () => {
    expect(converted("//S1 EXEC PGM=A,PARM='X',PARMDD=P").errors).toEqual([
      'IEFC009I KEYWORD PARM IS MUTUALLY EXCLUSIVE WITH KEYWORD PARMDD ON THE EXEC STATEMENT',
    ]);
    expect(converted('//S1 EXEC PGM=A,PROC=B').errors).toContain(
      'IEFC009I KEYWORD PROC IS MUTUALLY EXCLUSIVE WITH KEYWORD PGM ON THE EXEC STATEMENT',
    );
  });

  it('names the statement of each message', () => {
    const { messages } = converted(`${step}//A DD DSM=X\n//B DD SYSOUT=*\n//C DD LRECL=X1`);
    expect(messages.map(({ statement, text }) => `${statement} ${text.slice(0, 8)}`)).toEqual([
      '3 IEFC630I',
      '5 IEFC644I',
    ]);
  });
});

describe('procedures in depth', () => {
  const two = {
    'SYS1.PROCLIB(TWO)':
      '//TWO PROC\n//A EXEC PGM=PA,PARM=ONE,TIME=1\n//IN DD DSN=OLD.ONE,DISP=SHR,UNIT=TAPE\n//B EXEC PGM=PB,PARM=TWO',
  };

  it('lets SET, INCLUDE and comments stand between overriding DDs', () => {
    const job = converted(
      `//S1 EXEC TWO\n//* COMMENT\n//A.IN DD DSN=NEW.ONE\n// SET Q=NEW.TWO\n//A.MORE DD DSN=&Q,DISP=SHR\n// INCLUDE MEMBER=REST`,
      { ...two, 'SYS1.PROCLIB(REST)': '//B.LAST DD DSN=NEW.THREE,DISP=SHR' },
    );
    expect(job.errors).toEqual([]);
    expect(job.dd('A', 'IN')).toMatchObject({ status: 'SHR', unit: 'TAPE' });
    expect(nameOf(job.dd('A', 'MORE'))).toBe('NEW.TWO');
    expect(nameOf(job.dd('B', 'LAST'))).toBe('NEW.THREE');
  });

  it('leaves a SET after a call to the steps that follow', () => {
    const job = converted('// SET N=ONE\n//S1 EXEC P\n// SET N=TWO\n//S2 EXEC P', {
      'SYS1.PROCLIB(P)': '//P PROC\n//X EXEC PGM=A,PARM=&N',
    });
    expect(job.job.steps.map(({ parm }) => parm)).toEqual(['ONE', 'TWO']);
  });

  it('refuses parameters for a step that the procedure does not have, and PGM of one', () => {
    expect(converted('//S1 EXEC TWO,PARM.C=X', two).errors).toEqual([
      'IEFC611I OVERRIDDEN STEP NOT FOUND IN PROCEDURE',
    ]);
    expect(converted('//S1 EXEC TWO,PGM.A=X', two).errors).toEqual(['IEFC630I UNIDENTIFIED KEYWORD PGM.A']);
  });

  it('takes the first step from an INCLUDE group too', () => {
    const job = converted('//S1 EXEC P,PARM=X', {
      'SYS1.PROCLIB(P)': '//P PROC\n// INCLUDE MEMBER=Q\n//B EXEC PGM=B,PARM=TWO',
      'SYS1.PROCLIB(Q)': '//A EXEC PGM=A,PARM=ONE',
    });
    expect(job.job.steps.map(({ parm }) => parm)).toEqual(['X', '']);
  });

  it('refers back to steps of earlier calls by three names, and inside one call by two', () => {
    const job = converted('//S1 EXEC P\n//S2 EXEC P\n//S3 EXEC PGM=*.S1.X.PGM', {
      'SYS1.PROCLIB(P)':
        '//P PROC\n//X EXEC PGM=A\n//PGM DD DSN=&&GO(MAIN),DISP=(NEW,PASS)\n//Y EXEC PGM=B\n//OLD DD DSN=*.X.PGM,DISP=OLD',
    });
    expect(job.errors).toEqual([]);
    expect(job.job.steps[4]?.program).toEqual({ stepIndex: 0, ddname: 'PGM' });
    expect(job.job.steps[3]?.dds[0]?.source).toEqual({
      kind: 'data-set',
      of: { kind: 'backward', of: { stepIndex: 2, ddname: 'PGM' } },
    });
  });
});

describe('symbols in data', () => {
  it('are those exported before they got their value, and system symbols where asked', () => {
    const body = (kind: string) => `// SET A=EARLY
// EXPORT SYMLIST=(A,B)
// SET B=LATE
//S1 EXEC PGM=X
//SYSIN DD *,SYMBOLS=${kind}
&A &B &SYSNAME
`;
    expect(dataOf(converted(body('JCLONLY')).dd('S1', 'SYSIN'))?.[0]?.trimEnd()).toBe('&A LATE &SYSNAME');
    expect(dataOf(converted(body('(EXECSYS,LOG)')).dd('S1', 'SYSIN'))?.[0]?.trimEnd()).toBe('&A LATE PRAC');
  });

  it('leave sequence numbers in their place, and fail a record that grows too long', () => {
    const job = (data: string) =>
      converted(
        `// EXPORT SYMLIST=*\n// SET A='${'X'.repeat(30)}'\n//S1 EXEC PGM=X\n//SYSIN DD *,SYMBOLS=JCLONLY\n${data}`,
      );
    const numbered = `${' DELETE &A'.padEnd(72)}00010000`;
    expect(dataOf(job(numbered).dd('S1', 'SYSIN'))?.[0]).toBe(`${` DELETE ${'X'.repeat(30)}`.padEnd(72)}00010000`);
    expect(job(`${'Y'.repeat(60)}&A`).errors).toEqual(['IEFC642I EXCESSIVE PARAMETER LENGTH IN THE SYMBOLS FIELD']);
  });

  it('takes parts of system symbols from either end', () => {
    expect(converted('//S1 EXEC PGM=X,PARM=&SYSUID(1:3)').step('S1')?.parm).toBe('REL');
    expect(converted('//S1 EXEC PGM=X,PARM=&SYSUID(-2:2)').step('S1')?.parm).toBe('GR');
  });
});
