import { codePage } from '../../../codepages/code-page.ts';
import { changedMode } from '../../../unix/mode.rules.ts';
import type { ExtendedAttribute, FileTag } from '../../../unix/unix-files.ts';
import { optionsOf, UsageError } from '../command.ts';
import type { Call, ShellCommand } from '../command.ts';
import { isDirectory } from '../files.ts';
import { each, fileMessage } from './changing.ts';

/** A path, and with -R all that is below it; links below are left alone. */
function* below(call: Call, path: string, recursive: boolean): Generator<string> {
  yield path;
  const { unix, user } = call.system;
  if (!recursive || !isDirectory(unix, path, user)) return;
  for (const { name, status } of unix.list(path, user))
    if (status.kind !== 'link') yield* below(call, `${path}/${name}`, true);
}

function forAll(call: Call, operands: readonly string[], recursive: boolean, act: (path: string) => void): number {
  const all = (path: string) => {
    for (const one of below(call, path, recursive)) act(one);
  };
  return each(call, operands, all, fileMessage);
}

const chmod: ShellCommand = {
  name: 'chmod',
  usage: 'chmod [-fhR] mode pathname ...',
  usageStatus: 1,
  run(call) {
    const symbolic = /^-[rwxXst]+([,]|$)/.test(call.args[0] ?? '');
    const options = optionsOf(symbolic ? ['--', ...call.args] : call.args, 'fhR');
    const [mode, ...operands] = options.operands;
    if (mode === undefined || changedMode(mode, 0, false) === undefined)
      throw new UsageError(mode === undefined ? '' : `FSUM6183 bad mode "${mode}"`);
    const { unix, user } = call.system;
    return forAll(call, operands, options.has('R'), (path) => {
      if (options.has('h') && unix.status(path, user, { follow: false }).kind === 'link') return;
      const status = unix.status(path, user);
      unix.changeMode(path, user, changedMode(mode, status.mode, status.kind === 'directory') ?? status.mode);
    });
  },
};

const owner = (name: 'chown' | 'chgrp'): ShellCommand => ({
  name,
  usage: name === 'chown' ? 'chown [-fhR] owner[:group] pathname ...' : 'chgrp [-fhR] group pathname ...',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'fhR');
    const [who, ...operands] = options.operands;
    if (who === undefined) throw new UsageError('');
    const { unix, user } = call.system;
    const [userName = '', groupName = ''] = name === 'chown' ? who.split(/[:.]/) : ['', who];
    const uid = userName === '' ? undefined : unix.uidOf(userName);
    const gid = groupName === '' ? undefined : unix.gidOf(groupName);
    if (userName !== '' && uid === undefined) throw new UsageError(`FSUM6185 unknown user "${userName}"`);
    if (groupName !== '' && gid === undefined) throw new UsageError(`FSUM6186 unknown group "${groupName}"`);
    const change = { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
    return forAll(call, operands, options.has('R'), (path) =>
      unix.changeOwner(path, user, change, { follow: !options.has('h') }),
    );
  },
});

/** One line of `chtag -p`. */
export function tagLine(tag: FileTag | undefined, path: string): string {
  const kind = tag === undefined ? '-' : tag.type.charAt(0);
  const codeset = tag === undefined ? 'untagged' : tag.type === 'binary' ? 'binary' : (tag.codeset ?? '');
  return `${kind} ${codeset.padEnd(12)}T=${tag?.type === 'text' ? 'on ' : 'off'} ${path}`;
}

const chtag: ShellCommand = {
  name: 'chtag',
  usage: 'chtag [-bfhmpqrRtv] [-c codeset] pathname ...',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'bfhmpqrRtvc:');
    const { unix, user } = call.system;
    const codeset = options.value('c');
    if (codeset !== undefined && codePage(codeset) === undefined && !/^\d{1,5}$/.test(codeset))
      throw new UsageError(`FSUM1007 unknown codeset "${codeset}"`);
    const wanted = wantedTag(options, codeset);
    return forAll(call, options.operands, options.has('R'), (path) => {
      if (options.has('h') && unix.status(path, user, { follow: false }).kind === 'link') return;
      const status = unix.status(path, user);
      if (status.kind === 'directory' && options.has('R')) return;
      if (options.has('p')) call.out(`${tagLine(status.tag, path)}\n`);
      else unix.tag(path, user, wanted);
    });
  },
};

function wantedTag(options: ReturnType<typeof optionsOf>, codeset: string | undefined): FileTag | undefined {
  if (options.has('p') || options.has('r')) return undefined;
  if (options.has('b')) {
    if (codeset !== undefined) throw new UsageError('a codeset does not go with -b');
    return { type: 'binary' };
  }
  const type = options.has('t') ? 'text' : options.has('m') ? 'mixed' : undefined;
  if (type === undefined || (type === 'text' && codeset === undefined)) throw new UsageError('');
  return { type, ...(codeset === undefined ? {} : { codeset: codeset.toUpperCase() }) };
}

const names: Record<ExtendedAttribute, string> = {
  a: 'APF authorized',
  p: 'Program controlled',
  s: 'Shared Address Space',
  l: 'Shared Library',
};

const extattr: ShellCommand = {
  name: 'extattr',
  usage: 'extattr [+alps] [-alps] file ...',
  usageStatus: 1,
  run(call) {
    const first = call.args.findIndex((arg) => !/^[-+]./.test(arg));
    const changes = call.args.slice(0, first < 0 ? undefined : first);
    const set: ExtendedAttribute[] = [];
    const reset: ExtendedAttribute[] = [];
    for (const change of changes) {
      if (!/^[-+][alps]+$/.test(change)) throw new UsageError(`Unknown option "${change}"`);
      (change.startsWith('+') ? set : reset).push(...(change.slice(1) as Iterable<ExtendedAttribute>));
    }
    const { unix, user } = call.system;
    return each(
      call,
      first < 0 ? [] : call.args.slice(first),
      (path, operand) => {
        if (changes.length > 0) unix.changeAttributes(path, user, set, reset);
        else {
          const { attributes } = unix.status(path, user);
          call.out(`${operand}\n`);
          for (const [letter, text] of Object.entries(names))
            call.out(`${text} = ${attributes.includes(letter as ExtendedAttribute) ? 'YES' : 'NO'}\n`);
        }
      },
      fileMessage,
    );
  },
};

const rights = (bits: number) =>
  `${(bits & 4) === 0 ? '-' : 'r'}${(bits & 2) === 0 ? '-' : 'w'}${(bits & 1) === 0 ? '-' : 'x'}`;

/** Files have no extended access lists here: getfacl shows the base entries, setfacl refuses. */
const getfacl: ShellCommand = {
  name: 'getfacl',
  usage: 'getfacl [-acdfhmoq] [-e user] pathname ...',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'acdfhmoqe:');
    const { unix, user } = call.system;
    return each(
      call,
      options.operands,
      (path, operand) => {
        const { user: fileOwner, group, mode } = unix.status(path, user);
        const entries = [`user::${rights(mode >> 6)}`, `group::${rights(mode >> 3)}`, `other::${rights(mode)}`];
        if (!options.has('m')) call.out(`#file: ${operand}\n#owner: ${fileOwner}\n#group: ${group}\n`);
        if (!options.has('o') && !options.has('d') && !options.has('f'))
          call.out(`${entries.join(options.has('c') ? ',' : '\n')}\n`);
      },
      fileMessage,
    );
  },
};

const setfacl: ShellCommand = {
  name: 'setfacl',
  usage: 'setfacl [-ahqv] {-s|-S|-m|-M|-x|-X|-D} entries pathname ...',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'ahqvs:S:m:M:x:X:D:');
    return each(
      call,
      options.operands,
      (path) => {
        call.system.unix.status(path, call.system.user);
        throw new UsageError('FSUM6234 extended ACL entries are not imitated by the practice system');
      },
      fileMessage,
    );
  },
};

export const attributes: readonly ShellCommand[] = [
  chmod,
  owner('chown'),
  owner('chgrp'),
  chtag,
  extattr,
  getfacl,
  setfacl,
];
