import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rexxSystem } from './rexx-system.ts';

let system: Awaited<ReturnType<typeof rexxSystem>>;
beforeAll(async () => {
  system = await rexxSystem();
});
afterAll(() => system[Symbol.asyncDispose]());

const rexx = (text: string) => `/* REXX */\n${text}`;

describe('an exec', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['10 / 3', '3.33333333'],
    ['7 % 2 7 // 2', '3 1'],
    ['2 ** 10', '1024'],
    ['-3 ** 2', '9'],
    ['1E3 + 1', '1001'],
    ['123456789 * 10', '1.23456789E+9'],
    ['0.1 + 0.2', '0.3'],
    ['1.20 + 1', '2.20'],
    ["'a' || 'b' 'c'", 'ab c'],
    ["('abc' = ' abc ') ('abc' == 'abc ')", '1 0'],
    ["1 = '1.0'", '1'],
    ['\\1 & 1 | 1', '1'],
    ["'C1C2'x '1100 0011'b", 'AB C'],
    ["'it''s'", "it's"],
    ['undefined.1', 'UNDEFINED.1'],
  ])('says %s', async (expression, result) => {
    expect(await system.says(rexx(`say ${expression}`))).toEqual([result]);
  });

  it.each([
    ["substr('abcdef',2,3)'-'substr('ab',2,4,'*')", 'bcd-b***'],
    ["left('abc',5,'.')right('abc',5,'0')center('ab',6,'-')", 'abc..00abc--ab--'],
    ["word('a bb ccc',2) words(' a b ') wordpos('bb','a bb') wordindex('a bb',2)", 'bb 2 2 3'],
    ["subword('a b c d',2,2)'.'delword('a b c d',2,2)", 'b c.a d'],
    ["strip('  x ')strip('00x0','L','0') pos('b','abc') lastpos('b','abcb')", 'xx0 2 4'],
    ["translate('abc') translate('abc','12','ab') copies('ab',2)", 'ABC 12c abab'],
    ["datatype('12') datatype('x') datatype('12','W') datatype('1.5','W')", 'NUM CHAR 1 0'],
    ['abs(-3) max(1,5,2) min(4,2) trunc(12.789,1) format(3.14159,3,2)', '3 5 2 12.7   3.14'],
    ["d2x(255) x2d('FF') c2x('A') x2c('C1') d2x(-1,4) x2d('FFFF',4)", 'FF 255 C1 A FFFF -1'],
    ["overlay('xx','abcdef',3) insert('--','abc',1) delstr('abcdef',2,2)", 'abxxef a--bc adef'],
    ["space(' a  b ',1,'_') reverse('abc') compare('abc','abd')", 'a_b cba 3'],
    ["verify('12x','0123456789') verify('xy1','12','M')", '3 3'],
    ["abbrev('Print','Pri',1) b2x('1111') x2b('C1') length('abc') sign(-2)", '1 F 11000001 3 -1'],
    ["value('zz') symbol('zz') index('abc','c')", 'ZZ LIT 3'],
    ["date('S') date('B') time() date('W')", '20260912 739870 22:00:00 Saturday'],
  ])('knows the function %s', async (expression, result) => {
    expect((await system.says(rexx(`say ${expression}`))).join('\n')).toMatch(
      result.includes('22:00')
        ? /^20260912 739870 22:\d\d:\d\d Saturday$/
        : new RegExp(`^${result.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    );
  });

  it('has every form of DO', async () => {
    const text = rexx(`do 2; say 'twice'; end
do i = 1 to 5 by 2; say i; end
do j = 3 to 1 by -1 while j > 1; say j; end
k = 0
do until k >= 2; k = k + 1; end
do forever; k = k + 1; if k > 5 then leave; iterate; say 'never'; end
say k
outer: do a = 1 to 3
  do b = 1 to 3
    if b = 2 then iterate a
    if a = 3 then leave a
    say a b
  end
end`);
    expect(await system.says(text)).toEqual(['twice', 'twice', '1', '3', '5', '3', '2', '6', '1 1', '2 1']);
  });

  it('chooses by IF and SELECT', async () => {
    const text = rexx(`do i = 1 to 3
  select
    when i = 1 then say 'one'
    when i = 2 then do; say 'two'; say 'more'; end
    otherwise say 'other'
  end
  if i = 1 then nop
  else if i = 2 then say 'even'
  else
    say 'odd'
end`);
    expect(await system.says(text)).toEqual(['one', 'two', 'more', 'even', 'other', 'odd']);
  });

  it('calls routines that hide and expose variables', async () => {
    const text = rexx(`x = 1; y = 2; s.1 = 'a'; s.2 = 'b'
call sub 5, 'two words'
say x y result s.1
say fact(5)
exit
sub: procedure expose y s.
  parse arg n, text
  x = 99; y = n * 2; s.1 = text
  return arg() arg(1)
fact: procedure
  arg n
  if n <= 1 then return 1
  return n * fact(n - 1)`);
    expect(await system.says(text)).toEqual(['1 10 2 5 two words', '120']);
  });

  it('parses by words, literals and columns', async () => {
    const text = rexx(`parse value 'The quick  brown fox' with one two rest
say one'|'two'|'rest
parse value 'key=value;more' with k '=' v ';' m
say k v m
parse value '12345678' with 1 x 3 y 6 z +2 .
say x y z
d = ','
line = 'one,two,three'
parse var line first (d) second (d) third
say first second third
parse upper value 'mixed Case' with . w
say w
parse source . how name .
say how name
parse numeric n .
say n`);
    expect(await system.says(text)).toEqual([
      'The|quick| brown fox',
      'key value more',
      '12 345 67',
      'one two three',
      'CASE',
      'COMMAND SAMPLE',
      '9',
    ]);
  });

  it('keeps a data stack', async () => {
    const text = rexx(`queue 'one'; push 'zero'; queue 'two'
say queued()
do while queued() > 0; pull x; say x; end
'NEWSTACK'; queue 'inner'; 'DELSTACK'
say queued()`);
    expect(await system.says(text)).toEqual(['3', 'ZERO', 'ONE', 'TWO', '0']);
  });

  it('counts stems, drops variables and interprets text', async () => {
    const text = rexx(`a. = 0
a.x = 5; i = 'x'
say a.x a.y a.i
drop a.x
say a.x
interpret 'b = 3; say b * 2'
numeric digits 20
say 1/3`);
    expect(await system.says(text)).toEqual(['5 0 0', 'A.X', '6', '0.33333333333333333333']);
  });

  it('goes on at a label after SIGNAL ON SYNTAX', async () => {
    const text = rexx(`signal on syntax
say 1 / 0
exit 0
syntax: say 'code' rc 'line' sigl errortext(rc)
exit 4`);
    expect(await system.says(text)).toEqual(['code 42 line 3 Arithmetic overflow/underflow']);
  });

  it('traps the value that a variable does not have, and failing commands', async () => {
    const text = rexx(`signal on novalue
say missing
exit
novalue: say 'no value' condition('D')
call on error name bad
address mvs 'EXECIO * DISKR NODD (STEM X.'
say 'after' rc
exit 0
bad: say 'error' rc; return`);
    const lines = await system.says(text);
    expect(lines[0]).toBe('no value MISSING');
    expect(lines.slice(-2)).toEqual(['error 20', 'after 20']);
  });

  it.each([
    ['iterate', 28, 'Invalid LEAVE or ITERATE'],
    ['call inner; exit; inner: leave', 28, 'Invalid LEAVE or ITERATE'],
    ['say 1/0', 42, 'Arithmetic overflow/underflow'],
    ["say substr('abc')", 40, 'Incorrect call to routine'],
    ['say nosuch(1)', 43, 'Routine not found'],
    ["say 'open", 6, 'Unmatched "/*" or quote'],
    ['if 1 then', 14, 'Incomplete DO/SELECT/IF'],
    ['if 2 then say 1', 34, 'Logical value not 0 or 1'],
    ['do i = 1 to 2; say i', 14, 'Incomplete DO/SELECT/IF'],
    ['signal nowhere', 16, 'Label not found'],
    ["say 'a' + 1", 41, 'Bad arithmetic conversion'],
    ['end', 10, 'Unexpected or unmatched END'],
    ['f: return f()\nsay f()', 11, 'Control stack full'],
    ["x = copies('x', 90000000)", 5, 'Machine resources exhausted'],
    ['call storage 10, 4', 48, 'Failure in system service'],
  ])('stops at %s with its line and number', async (clause, code, message) => {
    system.put('SAMPLE', rexx(clause));
    const done = await system.batch('SAMPLE');
    expect(done.spool('SYSTSPRT')).toMatch(/ +\d+ \+\+\+ /);
    expect(done.spool('SYSTSPRT')).toContain(`IRX${String(code).padStart(4, '0')}I Error running SAMPLE, line `);
    expect(done.spool('SYSTSPRT')).toContain(message);
    expect(done.codes).toEqual([`CC ${String((20_000 + code) % 4096).padStart(4, '0')}`]);
  });

  it('may be ended by CANCEL although it never ends', async () => {
    system.put('FOREVER', rexx('do forever; x = 1; end'));
    const jcl = [
      `//PRACLOOP JOB (ACCT),'PRACTICE',CLASS=A,MSGCLASS=H`,
      `//RX EXEC PGM=IRXJCL,PARM='FOREVER'`,
      '//SYSEXEC  DD DISP=SHR,DSN=DEVA.EXEC',
      '//SYSTSPRT DD SYSOUT=*',
    ];
    const job = system.jes.submit({ jcl, user: 'DEVA' })!;
    for (let turn = 0; turn < 200 && system.jes.byCorrelator(job.correlator)?.status !== 'ACTIVE'; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    system.jes.cancel(job);
    for (let turn = 0; turn < 2000 && system.jes.byCorrelator(job.correlator)?.status !== 'OUTPUT'; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect(system.jes.byCorrelator(job.correlator)?.retcode).toContain('CANCEL');
  });
});

describe('IRXJCL', () => {
  it.each([
    ['exit 8', 'CC 0008'],
    ['exit 4097', 'CC 0001'],
    ['return 3', 'CC 0003'],
    ['say arg(1)', 'CC 0000'],
  ])('gives the code of %s', async (text, code) => {
    system.put('ENDS', rexx(text));
    expect((await system.batch('ENDS one two')).codes).toEqual([code]);
  });

  it('gives 20 for an exec that is nowhere, 3637 for a PARM without a name', async () => {
    expect((await system.batch('NOWHERE')).codes).toEqual(['CC 0020']);
    expect((await system.batch('NAMETOOLONG')).codes).toEqual(['CC 3637']);
  });

  it('does not know TSO commands', async () => {
    expect((await system.says(rexx("address tso 'TIME'\nsay rc"))).at(-1)).toBe('-3');
  });
});
