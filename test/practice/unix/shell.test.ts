import { describe, expect, it } from '@jest/globals';
import { unixSystem } from './unix-system.ts';

const run = async (script: string) => {
  const { status, output, errors } = await unixSystem().sh(script);
  return [output, status, errors] as const;
};

describe('the shell', () => {
  it.each([
    ['echo one   two', 'one two\n'],
    ['echo \'a  b\' "c  d" e\\ f', 'a  b c  d e f\n'],
    ['A=1; B="$A$A"; echo "${B}x" \'$B\'', '11x $B\n'],
    ['X="a  b"; echo $X; echo "$X"', 'a b\na  b\n'],
    ['false; echo $?; true; echo $?', '1\n0\n'],
    ['true && echo yes || echo no', 'yes\n'],
    ['false && echo yes || echo no', 'no\n'],
    ['! false && echo not', 'not\n'],
    ['if [ -d /tmp ]; then echo dir; else echo none; fi', 'dir\n'],
    ['if false; then echo a; elif true; then echo b; fi', 'b\n'],
    ['for x in 1 2 "3 4"; do echo "<$x>"; done', '<1>\n<2>\n<3 4>\n'],
    ['i=0; while [ $i -lt 3 ]; do i=$((i + 1)); echo $i; done', '1\n2\n3\n'],
    ['until true; do echo never; done; echo end', 'end\n'],
    ['for x in a b c; do [ $x = b ] && continue; echo $x; done', 'a\nc\n'],
    ['for x in a b c; do [ $x = b ] && break; echo $x; done', 'a\n'],
    ['case abc in x*) echo x;; a*|b*) echo a;; *) echo else;; esac', 'a\n'],
    ['echo $(echo in $(echo side)) `echo back`', 'in side back\n'],
    ['echo "$(printf "a\\nb\\n\\n")"', 'a\nb\n'],
    ['cat <<END\nvalue $((6*7))\n$HOME\nEND', 'value 42\n/u/deva\n'],
    ["cat <<'END'\n$HOME\nEND", '$HOME\n'],
    ['cat <<-END\n\ttabbed\n\tEND\n', 'tabbed\n'],
    ['f() { echo "$1-$#"; return 3; }; f a b; echo $?', 'a-2\n3\n'],
    ['(cd /tmp; pwd); pwd', '/tmp\n/u/deva\n'],
    ['{ echo a; echo b; } | sort -r', 'b\na\n'],
    ['echo ${U:-none} ${U:=set} $U ${U:+there} ${#U}', 'none set set there 3\n'],
    ['P=/a/b.txt; echo ${P##*/} ${P%.txt} ${P%%/*}x ${P#/}', 'b.txt /a/b x a/b.txt\n'],
    ['set -- a "b c"; for x in "$@"; do echo $x; done; shift; echo $1 $#', 'a\nb c\nb c 1\n'],
    ['A=1 env | grep ^A=; echo "[$A]"', 'A=1\n[]\n'],
    ["export V=x; sh -c 'echo $V'", 'x\n'],
    ['echo a b c | { read x y; echo "$y"; }', 'b c\n'],
    ['echo $((7 / 2)) $((7 % 4)) $(( (1 + 2) * 3 )) $((3 > 2))', '3 3 9 1\n'],
    ['touch b.c a.c x; echo *.c [!a]* ?', 'a.c b.c b.c x x\n'],
    ['echo *.none', '*.none\n'],
    ['echo one # two', 'one\n'],
    ['echo one \\\n  two', 'one two\n'],
    ['eval "echo \\$HOME"', '/u/deva\n'],
    ['echo out; echo err 1>&2', 'out\n'],
    ['(echo a; echo b 1>&2) 2>&1', 'a\nb\n'],
    ['echo x > f; echo y >> f; cat < f; wc -l f', 'x\ny\n       2 f\n'],
    ['echo gone > /dev/null; cat /dev/null', ''],
  ])('runs %j', async (script, output) => {
    expect(await run(script)).toEqual([output, 0, script.includes('err 1>&2') ? 'err\n' : '']);
  });

  it.each([
    ['exit 8', 8],
    ['false', 1],
    ['exit 256', 0],
    ['set -e; false; exit 9', 1],
    ['set -e; false || true; if false; then :; fi; exit 4', 4],
    ['(exit 3); exit $?', 3],
    ['true | (exit 5)', 5],
  ])('ends %j with %i', async (script, status) => expect((await run(script))[1]).toBe(status));

  it('says that a command is not there, with 127', async () =>
    expect(await run('xyzzy -a; echo $?')).toEqual(['127\n', 0, 'xyzzy: FSUM7351 not found\n']));

  it('says that a file may not be run, with 126', async () =>
    expect(await run('echo echo hi > s; ./s')).toEqual([
      '',
      126,
      './s: FSUM9209 cannot execute: reason code = ef076015: EDC5111I Permission denied.\n',
    ]));

  it('runs a script file that may be run, in a shell of its own', async () =>
    expect(await run('printf \'echo "$0 $1 [$L]"; exit 6\\n\' > s; chmod +x s; L=here; ./s arg; echo $?')).toEqual([
      './s arg []\n6\n',
      0,
      '',
    ]));

  it.each([
    'if true; then echo',
    'echo )',
    'for',
    'echo "open',
    'while true; do',
    'case x in a) echo',
    'a ||',
    '$(',
    '{ echo;',
  ])('refuses %j as no script', async (script) => {
    const [output, status, errors] = await run(script);
    expect([output, status]).toEqual(['', 1]);
    expect(errors).toMatch(/^sh \d+: FSUM7332 syntax error: got .+, expecting .+\n$/);
  });

  it('stops a loop that its caller cancels', async () => {
    const cancel = new AbortController();
    const { sh } = unixSystem({
      signal: cancel.signal,
      elapse: () => new Promise((resolve) => setImmediate(resolve)),
    });
    setTimeout(() => cancel.abort(new Error('cancelled')), 20);
    await expect(sh('while true; do :; done')).rejects.toThrow('cancelled');
  });

  it('ends functions that call themselves without end', async () => {
    const [, status, errors] = await run('f() { f; }; f');
    expect([status, errors]).toEqual([1, 'sh: FSUM7327 too many nested commands\n']);
  });
});
