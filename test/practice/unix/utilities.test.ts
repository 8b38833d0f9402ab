import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { commandNames } from '../../../src/practice/commands/shell/shell.ts';
import { unixSystem } from './unix-system.ts';

const lines = "printf 'pear 3\\napple 10\\nfig 2\\napple 10\\n' > f; ";
const run = async (script: string) => {
  const { status, output, errors } = await unixSystem().sh(script);
  return { status, output, errors };
};

describe('the commands of /bin', () => {
  it.each([
    ['printf "%s-%5d-%-4s|%x\\n" a 42 b 255', 'a-   42-b   |ff\n'],
    ['printf "%s\\n" one two', 'one\ntwo\n'],
    ["echo 'a\\tb\\c'; echo x", 'a\tbx\n'],
    [`${lines}cat -n f | head -2`, '     1\tpear 3\n     2\tapple 10\n'],
    [`${lines}head -1 f; tail -n 1 f; tail -n +4 f; head -c 4 f`, 'pear 3\napple 10\napple 10\npear'],
    [`${lines}wc f; wc -l < f`, '       4       8      31 f\n       4\n'],
    [
      `${lines}sort f; sort -u f | wc -l; sort -k2n f; sort -rn -k 2 f | head -1`,
      'apple 10\napple 10\nfig 2\npear 3\n       3\nfig 2\npear 3\napple 10\napple 10\napple 10\n',
    ],
    ["printf '1\\na\\nB\\n' | sort", 'a\nB\n1\n'],
    [`${lines}sort f | uniq -c`, '   2 apple 10\n   1 fig 2\n   1 pear 3\n'],
    [`${lines}cut -d ' ' -f 2 f; cut -c 1-2,4 f | head -1`, '3\n10\n2\n10\nper\n'],
    [
      `${lines}grep -c apple f; grep -n fig f; grep -v apple f; grep -i PEAR f; grep -E '^(fig|pear)' f | wc -l`,
      '2\n3:fig 2\npear 3\nfig 2\npear 3\n       2\n',
    ],
    [
      `${lines}grep -q none f; echo $?; grep x nofile 2>/dev/null; echo $?; grep -l fig f; grep -w 1 f; echo $?`,
      '1\n2\nf\n1\n',
    ],
    [
      "printf 'a.b\\naxb\\n' | grep 'a\\.b'; printf 'a.b\\naxb\\n' | grep -F a.b; printf 'x1\\n' | grep '[[:digit:]]$'",
      'a.b\na.b\nx1\n',
    ],
    [
      `${lines}sed 's/a/A/' f | head -1; sed -n '2p' f; sed '/apple/d' f; sed -e 's/ .*//' -e '$d' f`,
      'peAr 3\napple 10\npear 3\nfig 2\npear\napple\nfig\n',
    ],
    [
      "echo 2026-09-12 | sed 's/\\([0-9]*\\)-\\([0-9]*\\)-.*/\\2 \\1 &/'; echo aaa | sed 's/a/b/2'; echo a/b | sed 's#/#:#g'",
      '09 2026 2026-09-12\naba\na:b\n',
    ],
    [
      "printf '1\\n2\\n3\\n4\\n' | sed -n '2,3p'; printf '1\\n2\\n3\\n' | sed 2q; printf 'a\\nb\\n' | sed '1!s/b/c/'; echo ab | sed 'y/ab/xy/'",
      '2\n3\n1\n2\na\nc\nxy\n',
    ],
    ["printf 'x\\n' | sed 'a\\\nafter'; printf 'x\\n' | sed '1i\\\nbefore'", 'x\nafter\nbefore\nx\n'],
    [
      "echo Hello | tr a-z A-Z; echo hello | tr -d l; echo aabb | tr -s ab; echo 'a b' | tr ' ' '\\n'; echo X | tr '[:upper:]' '[:lower:]'",
      'HELLO\nheo\nab\na\nb\nx\n',
    ],
    [
      "printf 'a\\nb\\nc\\n' > x; printf 'a\\nB\\nc\\nd\\n' > y; diff x y; echo $?; diff x x; echo $?",
      '2c2\n< b\n---\n> B\n3a4\n> d\n1\n0\n',
    ],
    [
      'echo same > x; echo same > y; cmp x y; echo $?; echo sand > y; cmp x y; cmp -s x y; echo $?',
      '0\nx y differ: char 3, line 1\n1\n',
    ],
    ['basename /a/b.txt .txt; basename /; dirname /a/b; dirname a; dirname /a', 'b\n/\n/a\n.\n/\n'],
    ['echo a | tee x y; cat x y', 'a\na\na\n'],
    ['date; date +%Y-%m-%d:%H; TZ=America/New_York date +%H', 'Sat Sep 12 21:00:00 UTC 2026\n2026-09-12:21\n17\n'],
    ['id; id -u; id -gn; whoami; uname; uname -n', 'uid=1001(DEVA) gid=101(TEAM)\n1001\nTEAM\nDEVA\nOS/390\nKSB1\n'],
    ['date +%S; sleep 30; date +%S', '00\n30\n'],
    ['mkdir -p a/b/c; ls -d a/b/c; rmdir -p a/b/c; ls', 'a/b/c\n'],
    ['touch x; cp x y; mkdir d; mv x d; cp y d/z; ls d; ls -a | head -3', 'x\nz\n.\n..\nd\n'],
    ['mkdir -p s/t; echo 1 > s/t/f; cp -R s u; cat u/t/f; rm -r s; ls; rm -f none; echo $?', '1\nu\n0\n'],
    ['echo x > f; ln -s f l; ln f h; cat l h; ls -F', 'x\nx\nf\nh\nl@\n'],
    [
      'echo x > f; chmod 640 f; ls -l f; chmod u+x,g-r f; ls -l f',
      '-rw-r-----   1 DEVA     TEAM           2 Sep 12 21:00 f\n-rwx------   1 DEVA     TEAM           2 Sep 12 21:00 f\n',
    ],
    ['umask 077; touch p; ls -l p | cut -c 1-10', '-rw-------\n'],
    [
      'touch t; chtag -tc ISO8859-1 t; echo hi > t; chtag -p t; cat t; ls -T t',
      't ISO8859-1   T=on  /u/deva/t\nhi\nt ISO8859-1   T=on  t\n',
    ],
    [
      'touch f; extattr +a f; ls -E f | cut -c 13-16; chtag -b f; chtag -p f; chtag -r f; chtag -p f',
      'a---\nb binary      T=off /u/deva/f\n- untagged    T=off /u/deva/f\n',
    ],
    [
      'mkdir -p a/b; touch a/1.c a/b/2.c; find . -name "*.c"; find a -type d; find a -maxdepth 1 -type f',
      './a/1.c\n./a/b/2.c\na\na/b\na/1.c\n',
    ],
    ['echo é > f; iconv -f IBM-1047 -t ISO8859-1 f > g; iconv -f ISO8859-1 -t IBM-1047 g', 'é\n'],
    ['env -i 2>&1 | head -1; env A=b printenv A; printenv HOME', 'env: Unknown option "-i"\nb\n/u/deva\n'],
    ['type cd ls nosuch', 'cd is a built-in command\nls is /bin/ls\n'],
    ['test -f /etc/profile -a ! -d /none && [ 3 -gt 2 ] && [ a != b ] && [ -z "" ] && echo all', 'all\n'],
  ])('run %j', async (script, output) => expect((await run(script)).output).toBe(output));

  it.each([
    ['ls none', 1, 'ls: FSUM6785 File or directory "none" is not found\n'],
    ['cat none', 1, 'cat: FSUM6003 input file "none": EDC5129I No such file or directory. (errno2=0x053B006C)\n'],
    [
      'rm none',
      1,
      'rm: FSUM9195 cannot unlink entry "none": EDC5129I No such file or directory. (errno2=0x053B006C)\n',
    ],
    ['cp none x', 1, 'cp: FSUM6258 cannot open file "none": EDC5129I No such file or directory. (errno2=0x053B006C)\n'],
    ['mv none x', 1, 'mv: FSUM6258 cannot open file "none": EDC5129I No such file or directory. (errno2=0x053B006C)\n'],
    ['mkdir /u', 1, 'mkdir: FSUM6404 directory "/u": EDC5117I File exists. (errno2=0x05620062)\n'],
    ['chmod 644 none', 1, 'chmod: FSUM6180 file "none": EDC5129I No such file or directory. (errno2=0x053B006C)\n'],
    [
      'chown OTHER /etc/profile',
      1,
      'chown: FSUM6180 file "/etc/profile": EDC5139I Operation not permitted. (errno2=0x1B9A0007)\n',
    ],
    ['touch a b; ln a b', 1, 'ln: FSUM6248 cannot create link "a": EDC5117I File exists. (errno2=0x05620062)\n'],
    [
      'mkdir d; touch d/f; rmdir d',
      1,
      'rmdir: FSUM6404 directory "d": EDC5136I Directory not empty. (errno2=0xEF1C6045)\n',
    ],
    ['mkdir d; rm d', 1, 'rm: FSUM9196 cannot remove directory "d": EDC5123I Is a directory. (errno2=0x055D0149)\n'],
    [
      'cp "//\'NO.SUCH\'" x',
      1,
      'cp: FSUM6258 cannot open file "//\'NO.SUCH\'": EDC5049I The specified file name could not be located. (errno2=0xC00B0641)\n',
    ],
  ])('%j ends with %i and its message', async (script, status, errors) =>
    expect(await run(script)).toEqual({ status, output: '', errors }),
  );

  it.each([
    'ls -Z',
    'cp',
    'mv one',
    'rm',
    'mkdir',
    'chmod',
    'chown',
    'chtag x',
    'ln',
    'touch',
    'head -n x',
    'grep',
    'sed',
    "sed 'w f'",
    "sed -n 'N;P'",
    'cut',
    'tr',
    'diff x',
    'cmp x',
    'sort -Q',
    'find . -exec',
    'iconv f',
    'sleep x',
    'id -Q',
    'test a b c',
    'setfacl -m u::rwx .',
    'basename',
    'dirname',
    'tso',
    'uniq -z',
    'tee -x',
    'wc -x',
    'extattr +z f',
  ])('what %j asks and is not there ends with the usage and a code', async (script) => {
    const { status, errors } = await run(script);
    expect(status).toBeGreaterThan(0);
    expect(errors).toMatch(/Usage: /);
  });

  it('copies to and from data sets, and never cuts a record in silence', async () => {
    const { dataSets, sh } = unixSystem();
    const text80 = {
      recfm: 'FB',
      lrecl: 10,
      blksize: 100,
      primary: 1,
      secondary: 1,
      dirblk: 0,
      spaceUnit: 'TRACKS',
    } as const;
    dataSets.create('DEVA.LIB', { ...text80, dsorg: 'PO', dsntype: 'LIBRARY' }, 'DEVA');
    dataSets.create('SECRET.LIB', { ...text80, dsorg: 'PS' }, 'DEVA');
    const read = (name?: string) => dataSets.read('DEVA.LIB', name).map((record) => ebcdic.decode(record));
    const done = await sh(
      "printf 'one\\ntwo\\n' > f; cp f \"//'DEVA.LIB(ONE)'\"; cp f '//LIB(TWO)'; cp \"//'DEVA.LIB(ONE)'\" back; cat back",
    );
    expect(done).toEqual({ status: 0, output: 'one\ntwo\n', errors: '' });
    expect(read('ONE')).toEqual(['one       ', 'two       ']);
    expect(read('TWO')).toEqual(read('ONE'));
    const cut = await sh("echo 'much too long a line' > g; cp g \"//'DEVA.LIB(CUT)'\"");
    expect(cut.status).toBe(1);
    expect(cut.errors).toContain('EDC5003I Truncation of a record occurred during an I/O operation.');
    expect(read('CUT')).toEqual(['much too l']);
    expect((await sh('cp f "//\'SECRET.LIB\'"')).errors).toContain('EDC5092I');
    expect(dataSets.read('SECRET.LIB')).toEqual([]);
    expect((await sh('mkdir d; cp "//\'DEVA.LIB\'" d; ls d')).output).toBe('CUT\nONE\nTWO\n');
    expect(await sh('cp f "//\'DEVA.NEW.SEQ\'"; cat f | wc -l')).toMatchObject({ status: 0 });
    expect(dataSets.find('DEVA.NEW.SEQ')?.attributes).toMatchObject({ recfm: 'VB', lrecl: 1028 });
  });

  it('submits a job and runs a TSO command where the system lets it', async () => {
    const jobs: (readonly string[])[] = [];
    const { sh } = unixSystem({
      submit: (text) => (text[0]?.startsWith('//') === true ? (jobs.push(text), 'JOB00042') : undefined),
      tso: (command) => Promise.resolve({ lines: [`did ${command}`], code: 4 }),
    });
    expect((await sh("echo '//J JOB' > j; submit j")).output).toBe("JOB JOB00042 submitted from path 'j'\n");
    expect(jobs).toEqual([['//J JOB']]);
    expect((await sh('echo nothing | submit; echo $?')).output).toBe('1\n');
    expect(await sh('tsocmd "listcat"')).toMatchObject({ status: 4, output: 'did listcat\n' });
  });

  it('stand in /bin by their names', async () => {
    const { sh } = unixSystem();
    const listed = (await sh('ls /bin')).output.trim().split('\n');
    expect(listed.sort()).toEqual([...commandNames].sort());
  });
});

describe('options of the commands of /bin that once did nothing', () => {
  it.each([
    ["printf '1\\n2\\n3\\n' | sed 'n;d'", '1\n3\n'],
    ["printf '1\\n2\\n3\\n' | sed -n 'n;p'", '2\n'],
    ["printf '1\\n2\\n' | sed '1n;s/2/two/'", '1\ntwo\n'],
    ['echo a > f; echo b > g; echo n | cp -i f g 2>/dev/null; cat g; echo y | cp -i f g 2>/dev/null; cat g', 'b\na\n'],
    ['echo a > f; chmod 400 f; echo b > g; cp -f g f; cat f', 'b\n'],
    [
      'echo a > f; rm -i f < /dev/null 2>/dev/null; cat f; echo y | rm -i f 2>/dev/null; ls f 2>/dev/null; echo $?',
      'a\n1\n',
    ],
    ["printf 'abc' > f; printf 'aBc' > g; cmp -l f g; echo $?", '2 202 302\n1\n'],
    ['echo a > f; cp -F nl f g; cat g', 'a\n'],
  ])('%s', async (script, output) => {
    expect((await run(script)).output).toBe(output);
  });

  it.each(['cp -F crlf f g', 'cp -F rec f g', 'cp -P UNIT=TAPE f g', 'touch -a f', 'cat -s f', 'ls -C'])(
    '%s is refused',
    async (command) => {
      expect((await run(`echo a > f; ${command}`)).status).not.toBe(0);
    },
  );

  it('cp -P says what a new data set is like', async () => {
    const system = unixSystem();
    const { status } = await system.sh(`echo a > f; cp -P "RECFM=FB,LRECL=100,SPACE=(CYL,(1,1))" f "//'DEVA.NEW.FB'"`);
    expect(status).toBe(0);
    expect(system.dataSets.find('DEVA.NEW.FB')?.attributes).toMatchObject({ recfm: 'FB', lrecl: 100, primary: 15 });
  });
});
