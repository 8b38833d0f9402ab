import { z } from 'zod';
import { runCommand } from '../../commands/shell/shell.ts';
import { permissionBits } from '../../unix/mode.rules.ts';
import { empty, json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import { badRequest } from '../files/errors.ts';
import { documentOf } from '../files/json-body.ts';
import type { WireParts } from '../parts.ts';
import { commandFailed } from './unix-errors.ts';
import { absolute } from './unix-path.ts';

/** What becomes of symbolic links; `src` and `all` of a copy below a directory are not imitated. */
const linksOr = (other: 'suppress' | 'change') => z.enum(['follow', other]).default('follow');
const text = z.union([z.string(), z.number().transform(String)]);
const flag = z.boolean().default(false);

/** The utility requests and their fields; names that are not known are passed over. */
const Utility = z.discriminatedUnion('request', [
  z.looseObject({ request: z.literal('chmod'), mode: text, recursive: flag, links: linksOr('suppress') }),
  z.looseObject({
    ...{ request: z.literal('chown'), owner: text, group: text.optional(), recursive: flag },
    links: linksOr('change'),
  }),
  z.looseObject({
    request: z.literal('chtag'),
    action: z.enum(['set', 'remove', 'list']),
    type: z.enum(['binary', 'mixed', 'text']).default('mixed'),
    codeset: z.string().optional(),
    recursive: flag,
    links: z.enum(['change', 'suppress']).default('change'),
  }),
  z.looseObject({
    request: z.literal('copy'),
    from: z.string().optional(),
    'from-dataset': z
      .looseObject({
        dsn: z.string(),
        member: z.string().optional(),
        type: z.enum(['text', 'binary', 'executable']).default('text'),
      })
      .optional(),
    overwrite: z.boolean().default(true),
    recursive: flag,
    links: z.enum(['none', 'src', 'all']).default('none'),
    preserve: z.enum(['none', 'modtime', 'all']).default('none'),
  }),
  z.looseObject({ request: z.literal('move'), from: z.string(), overwrite: z.boolean().default(true) }),
  z.looseObject({ request: z.literal('extattr'), set: z.string().optional(), reset: z.string().optional() }),
  z.looseObject({
    request: z.literal('getfacl'),
    type: z.enum(['access', 'dir', 'file']).default('access'),
    'use-commas': flag,
    'suppress-header': flag,
  }),
  z.looseObject({
    request: z.literal('setfacl'),
    set: z.string().optional(),
    modify: z.string().optional(),
    delete: z.string().optional(),
    'delete-type': z.string().optional(),
  }),
  z.looseObject({
    request: z.enum(['link', 'linkname']),
    from: z.string(),
    type: z.string().default('symbol'),
    recursive: z.literal(false).default(false),
    force: flag,
  }),
  z.looseObject({ request: z.literal('unlink') }),
]);
type Utility = z.infer<typeof Utility>;

/**
 * Runs a utility request as the command of /bin that it stands for; what the command writes is the answer.
 *
 * @see IBM z/OS Management Facility Programming Guide, z/OS UNIX file utilities
 */
export async function fileUtility(parts: WireParts, request: WireRequest, path: string): Promise<WireAnswer> {
  const parsed = Utility.safeParse(documentOf(request.body));
  if (!parsed.success)
    throw badRequest(7, `Value of ${String(parsed.error.issues[0]?.path[0] ?? 'request')} is not valid`);
  const [name, ...args] = commandOf(parsed.data, path);
  if (name === undefined) throw badRequest(7, 'Value of request is not valid');
  demandFree(parts, request.user, parsed.data, path);
  const { status, output, errors } = await runCommand(name, args, { system: systemOf(parts, request), directory: '/' });
  if (status !== 0) throw commandFailed(`/bin/${[name, ...args].join(' ')}`, status, linesOf(errors));
  return output === '' ? empty(204) : json(200, { stdout: linesOf(output) });
}

const linesOf = (output: string) => output.replace(/\n$/, '').split('\n');

/** `overwrite: false` leaves a target alone; the wording is unverified. */
function demandFree({ unix }: WireParts, user: string, utility: Utility, path: string): void {
  if (utility.request !== 'copy' && utility.request !== 'move') return;
  if (utility.overwrite || !unix.exists(path, user) || unix.status(path, user).kind === 'directory') return;
  throw commandFailed(`/bin/${utility.request === 'copy' ? 'cp' : 'mv'} ${path}`, 1, [
    `FSUM6258 cannot open file "${path}": EDC5117I File exists. (errno2=0x05620062)`,
  ]);
}

/** The command and its arguments; empty when the request is not understood. */
function commandOf(utility: Utility, path: string): string[] {
  switch (utility.request) {
    case 'chmod':
      return [
        'chmod',
        ...recursive(utility),
        ...(utility.links === 'suppress' ? ['-h'] : []),
        modeText(utility.mode),
        path,
      ];
    case 'chown': {
      const who = utility.group === undefined ? utility.owner : `${utility.owner}:${utility.group}`;
      return ['chown', ...recursive(utility), ...(utility.links === 'change' ? ['-h'] : []), who, path];
    }
    case 'chtag':
      return [
        'chtag',
        ...recursive(utility),
        ...(utility.links === 'suppress' ? ['-h'] : []),
        ...tagOptions(utility),
        path,
      ];
    case 'copy':
      return copyCommand(utility, path);
    case 'move':
      return ['mv', absolute(utility.from), path];
    case 'extattr':
      return ['extattr', ...changes('+', utility.set), ...changes('-', utility.reset), path];
    case 'getfacl':
      return [
        'getfacl',
        ...aclOptions[utility.type],
        ...(utility['suppress-header'] ? ['-m'] : []),
        ...(utility['use-commas'] ? ['-c'] : []),
        path,
      ];
    case 'setfacl':
      return ['setfacl', ...(utility.set === undefined ? ['-m', utility.modify ?? ''] : ['-s', utility.set]), path];
    case 'link':
    case 'linkname':
      return linkCommand(utility, path);
    case 'unlink':
      return ['rm', path];
  }
}

/** `rwxr-xr-x` stands for its octal digits; all else is for chmod to read. */
const modeText = (text: string) => permissionBits(text)?.toString(8) ?? text.toLowerCase();
const recursive = ({ recursive: below }: { recursive: boolean }) => (below ? ['-R'] : []);
const changes = (sign: string, letters: string | undefined) =>
  letters === undefined || letters === '' ? [] : [sign + letters];

const aclOptions = { access: [], dir: ['-d'], file: ['-f'] } as const;

function tagOptions({ action, type, codeset }: Extract<Utility, { request: 'chtag' }>): string[] {
  if (action === 'list') return ['-p'];
  if (action === 'remove') return ['-r'];
  const set = type === 'binary' ? '-b' : type === 'text' ? '-t' : '-m';
  return [set, ...(codeset === undefined ? [] : ['-c', codeset])];
}

function copyCommand(utility: Extract<Utility, { request: 'copy' }>, path: string): string[] {
  const from = utility['from-dataset'];
  if (from !== undefined) {
    if (from.type === 'executable') return [];
    const member = from.member === undefined ? '' : `(${from.member})`;
    return ['cp', from.type === 'binary' ? '-B' : '-T', `//'${from.dsn}${member}'`, path];
  }
  if (utility.from === undefined || (utility.recursive && utility.links !== 'none')) return [];
  const how = [...recursive(utility), ...(utility.preserve === 'none' ? [] : ['-p'])];
  return ['cp', ...how, absolute(utility.from), path];
}

/** A hard link is one of our reading: the guide names symbolic and external ones. */
function linkCommand(
  { from, type, force }: Extract<Utility, { request: 'link' | 'linkname' }>,
  path: string,
): string[] {
  const kind = type.toLowerCase().slice(0, 3);
  if (!['sym', 'ext', 'har'].includes(kind)) return [];
  const option = kind === 'sym' ? ['-s'] : kind === 'ext' ? ['-e'] : [];
  return ['ln', ...option, ...(force ? ['-f'] : []), from, path];
}

function systemOf({ unix, dataSets, authority, clock, site, stopped }: WireParts, { user }: WireRequest) {
  return {
    ...{ unix, dataSets, user, sysname: site.system.name, timeZone: site.system.timeZone, signal: stopped },
    now: () => clock.now(),
    elapse: () => Promise.resolve(),
    mayUse: (dsname: string, level: 'READ' | 'UPDATE') => authority.allows(user, 'DATASET', dsname, level),
  };
}
