import { DateTime } from 'luxon';
import { codePage } from '../../../codepages/code-page.ts';
import { UnixError } from '../../../unix/errno.ts';
import { optionsOf, reasonOf, UsageError } from '../command.ts';
import type { Call, ShellCommand } from '../command.ts';
import { baseName, directoryName, readFile } from '../files.ts';
import { linesOf } from './reading.ts';

const one = (name: string, usage: string, run: ShellCommand['run']): ShellCommand => ({
  name,
  usage,
  usageStatus: 1,
  run,
});

/** strftime letters as the clock library has them. */
const dateLetters: Record<string, string> = {
  ...{
    a: 'ccc',
    A: 'cccc',
    b: 'LLL',
    B: 'LLLL',
    d: 'dd',
    e: 'd',
    H: 'HH',
    I: 'hh',
    j: 'ooo',
    m: 'LL',
    M: 'mm',
    p: 'a',
  },
  ...{ S: 'ss', y: 'yy', Y: 'yyyy', Z: 'ZZZZ', T: 'HH:mm:ss', D: 'LL/dd/yy', F: 'yyyy-LL-dd', R: 'HH:mm', s: 'X' },
};

function date(call: Call): number {
  const options = optionsOf(call.args, 'u');
  const [format] = options.operands;
  if (format !== undefined && !format.startsWith('+')) throw new UsageError('the clock is set by the operator');
  const zone = options.has('u') ? 'UTC' : (call.environment.get('TZ') ?? call.system.timeZone);
  const told = DateTime.fromMillis(call.system.now(), { zone });
  const at = told.isValid ? told : DateTime.fromMillis(call.system.now(), { zone: call.system.timeZone });
  const shown = (format?.slice(1) ?? '%a %b %e %H:%M:%S %Z %Y').replaceAll(/%(.)/g, (all, letter: string) => {
    if (letter === '%') return '%';
    if (letter === 'n') return '\n';
    const token = dateLetters[letter];
    return token === undefined ? all : at.toFormat(token);
  });
  call.out(`${shown}\n`);
  return 0;
}

async function sleep(call: Call): Promise<number> {
  const [seconds] = call.args;
  if (seconds === undefined || !/^\d{1,9}$/.test(seconds)) throw new UsageError(`bad number "${seconds ?? ''}"`);
  await (call.system.wait?.(Number(seconds)) ?? call.system.elapse(Number(seconds)));
  return 0;
}

function id(call: Call): number {
  const options = optionsOf(call.args, 'unGgr');
  const { unix } = call.system;
  const named = options.operands[0]?.toUpperCase() ?? call.system.user;
  if (unix.uidOf(named) === undefined) throw new UsageError(`FSUM6185 unknown user "${named}"`);
  const { uid, gid, groups } = unix.identity(named);
  if (options.has('u')) call.out(`${options.has('n') ? named : String(uid)}\n`);
  else if (options.has('g')) call.out(`${options.has('n') ? unix.groupName(gid) : String(gid)}\n`);
  else if (options.has('G'))
    call.out(`${groups.map((group) => (options.has('n') ? unix.groupName(group) : String(group))).join(' ')}\n`);
  else {
    const others = groups.slice(1).map((group) => `${String(group)}(${unix.groupName(group)})`);
    const more = others.length === 0 ? '' : ` groups=${others.join(',')}`;
    call.out(`uid=${String(uid)}(${named}) gid=${String(gid)}(${unix.groupName(gid)})${more}\n`);
  }
  return 0;
}

function uname(call: Call): number {
  const options = optionsOf(call.args, 'amnrsvI');
  const parts = { s: options.has('I') ? 'z/OS' : 'OS/390', n: call.system.sysname, r: '29.00', v: '05', m: '8561' };
  const wanted = Object.entries(parts).filter(([letter]) => options.has(letter) || options.has('a'));
  call.out(`${(wanted.length === 0 ? [parts.s] : wanted.map(([, text]) => text)).join(' ')}\n`);
  return 0;
}

async function env(call: Call): Promise<number> {
  const at = call.args.findIndex((arg) => !/^[A-Za-z_]\w*=/.test(arg));
  const [name, ...args] = at < 0 ? [] : call.args.slice(at);
  const given = at < 0 ? call.args : call.args.slice(0, at);
  if (name?.startsWith('-') === true) throw new UsageError(`Unknown option "${name}"`);
  if (name !== undefined)
    return call.run(
      'eval',
      [...given, 'exec', name, ...args].map((word) => quoted(word)),
    );
  for (const [variable, value] of call.environment) call.out(`${variable}=${value}\n`);
  for (const assignment of given) call.out(`${assignment}\n`);
  return 0;
}

const quoted = (word: string) =>
  /^[A-Za-z_]\w*=/.test(word)
    ? word.replace(/=([^]*)$/, (_, value: string) => `='${value.replaceAll("'", String.raw`'\''`)}'`)
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;

function printenv(call: Call): number {
  const [name] = call.args;
  if (name === undefined) for (const [variable, value] of call.environment) call.out(`${variable}=${value}\n`);
  else if (call.environment.has(name)) call.out(`${call.environment.get(name) ?? ''}\n`);
  else return 1;
  return 0;
}

function iconv(call: Call): number {
  const options = optionsOf(call.args, 'f:t:lcsTFM');
  if (options.has('T') || options.has('F') || options.has('M')) throw new UsageError('tags are set by chtag here');
  const [from, to] = [options.value('f'), options.value('t')].map((name) =>
    name === undefined ? undefined : codePage(name),
  );
  if (from === undefined || to === undefined)
    throw new UsageError(`FSUM1007 unknown codeset "${options.value(from === undefined ? 'f' : 't') ?? ''}"`);
  const { unix, user } = call.system;
  const stream = codePage('IBM-1047');
  const operands = options.operands.length === 0 ? ['-'] : options.operands;
  for (const operand of operands)
    try {
      const bytes =
        operand === '-' ? (stream?.encode(call.input.all()) ?? Buffer.alloc(0)) : unix.read(call.path(operand), user);
      call.out(stream?.decode(to.encode(from.decode(bytes))) ?? '');
    } catch (error) {
      if (!(error instanceof UnixError)) throw error;
      call.error(`FSUM6003 input file "${operand}": ${reasonOf(error)}`);
      return 1;
    }
  return 0;
}

function submit(call: Call): number {
  const { system } = call;
  if (system.submit === undefined) throw new UsageError('jobs are not submitted from here');
  const operands = call.args.length === 0 ? ['-'] : call.args;
  let status = 0;
  for (const operand of operands) {
    const text = operand === '-' ? call.input.all() : readFile(system.unix, call.path(operand), system.user);
    const jobid = system.submit(linesOf(text));
    if (jobid === undefined) {
      call.error(`FSUM6188 "${operand}" is no job`);
      status = 1;
    } else call.out(`JOB ${jobid} submitted from ${operand === '-' ? 'stdin' : `path '${operand}'`}\n`);
  }
  return status;
}

async function tso(call: Call): Promise<number> {
  const words = call.args.filter((arg, at) => at > 0 || !/^-[ot]$/.test(arg));
  if (words.length === 0) throw new UsageError('');
  if (call.system.tso === undefined) {
    call.error('TSO/E commands do not run from here');
    return 255;
  }
  const { lines, code } = await call.system.tso(words.join(' '));
  for (const line of lines) call.out(`${line}\n`);
  return code & 255;
}

export const system: readonly ShellCommand[] = [
  one('date', 'date [-u] [+format]', date),
  one('sleep', 'sleep seconds', sleep),
  one('id', 'id [-G|-g|-u] [-n] [user]', id),
  one('whoami', 'whoami', (call) => (call.out(`${call.system.user}\n`), 0)),
  one('logname', 'logname', (call) => (call.out(`${call.system.user}\n`), 0)),
  one('uname', 'uname [-aImnrsv]', uname),
  one('hostname', 'hostname', (call) => (call.out(`${call.system.sysname}\n`), 0)),
  one('pwd', 'pwd', (call) => (call.out(`${call.directory}\n`), 0)),
  one('env', 'env [variable=value ...] [command [argument ...]]', env),
  one('printenv', 'printenv [variable]', printenv),
  one('iconv', 'iconv -f codeset -t codeset [file ...]', iconv),
  one('submit', 'submit [pathname ...]', submit),
  one('tso', 'tso [-o|-t] command', tso),
  one('tsocmd', 'tsocmd command', tso),
  one('dirname', 'dirname path', (call) => {
    if (call.args.length !== 1) throw new UsageError('');
    call.out(`${directoryName(call.args[0] ?? '')}\n`);
    return 0;
  }),
  one('basename', 'basename path [suffix]', (call) => {
    const [path, suffix = ''] = call.args;
    if (path === undefined || call.args.length > 2) throw new UsageError('');
    const name = baseName(path);
    call.out(`${suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`);
    return 0;
  }),
];
