import { z } from 'zod';
import type { Member } from '../../datasets/data-sets.ts';
import { empty } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { allocationError, badRequest, filesError, ispfError, memberNotFound, wordingFaults } from './errors.ts';
import { isDataSetName, usable } from './target.ts';
import type { Target } from './target.ts';

const Utility = z.looseObject({
  request: z.string(),
  'from-dataset': z
    .looseObject({
      dsn: z.string(),
      member: z.string().optional(),
      volser: z.string().optional(),
      alias: z.boolean().optional(),
    })
    .optional(),
  replace: z.boolean().optional(),
  enq: z.string().optional(),
});
type Utility = z.infer<typeof Utility>;

/** The utility request of a body that is JSON with `request`; undefined when it is content. */
export function utilityOf(request: WireRequest): Utility | undefined {
  if (!/^application\/json/i.test(request.headers['content-type'] ?? '')) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw filesError({ status: 400, category: 7, rc: 4, reason: 1, message: 'JSON input cannot be parsed' });
  }
  const parsed = Utility.safeParse(document);
  if (!parsed.success)
    throw badRequest(7, `Value of ${String(parsed.error.issues[0]?.path[0] ?? 'request')} is not valid`);
  return parsed.data;
}

/** Rename and copy; the path names the target. */
export function runUtility(parts: WireParts, request: WireRequest, target: Target, utility: Utility): WireAnswer {
  const from = utility['from-dataset'];
  const enq = utility.enq?.toUpperCase();
  if (enq !== undefined && !['SHR', 'SHRW', 'EXCLU'].includes(enq)) throw badRequest(7, 'Value of enq is not valid');
  if (from === undefined || !['rename', 'copy'].includes(utility.request))
    throw badRequest(7, 'Value of request is not valid');
  const source: Target = {
    volume: from.volser?.toUpperCase(),
    dsname: from.dsn.toUpperCase(),
    member: from.member?.toUpperCase(),
  };
  if (utility.request === 'rename') rename(parts, request.user, source, target);
  else copy(parts, request.user, source, target, { replace: utility.replace === true, aliases: from.alias === true });
  return empty(204);
}

function rename(parts: WireParts, user: string, source: Target, target: Target): void {
  if (source.member === undefined) {
    renameDataSet(parts, user, source, target);
    return;
  }
  if (source.dsname !== target.dsname)
    throw badName("when renaming member, 'from' dsn must be the same as the target dsn");
  const member = target.member ?? '';
  if (member.length === 0 || member.length > 8) throw badName(member.slice(0, 8));
  usable(parts, user, source, 'UPDATE');
  if (parts.dataSets.member(source.dsname, source.member) === undefined) {
    throw ispfError(
      500,
      'Rename member failed',
      `Member not found - ${source.member} was not found in '${source.dsname}'.`,
    );
  }
  const from = source.member;
  wordingFaults(() => parts.dataSets.renameMember(source.dsname, from, member));
}

const badName = (message: string) => filesError({ status: 500, category: 1, rc: 4, reason: 3, message });

function renameDataSet({ dataSets, authority }: WireParts, user: string, source: Target, target: Target): void {
  const failed = (text: string) =>
    filesError({
      status: 500,
      category: 1,
      rc: 8,
      reason: 6,
      message: 'data set rename failed',
      details: [`EDC5051I ${text} (errno2=0xC013006A)`],
    });
  if (dataSets.find(source.dsname) === undefined) throw failed('An error occurred when renaming a file.');
  if (!isDataSetName(target.dsname) || dataSets.find(target.dsname) !== undefined)
    throw failed('An error occurred when renaming a file.');
  if (![source, target].every(({ dsname }) => authority.allows(user, 'DATASET', dsname, 'ALTER')))
    throw allocationError(900, 7);
  dataSets.rename(source.dsname, target.dsname);
}

function copy(
  parts: WireParts,
  user: string,
  source: Target,
  target: Target,
  how: { replace: boolean; aliases: boolean },
): void {
  const { dataSets } = parts;
  usable(parts, user, source, 'READ');
  usable(parts, user, target, 'UPDATE');
  if (target.member === undefined && source.member === undefined) {
    wordingFaults(() =>
      dataSets.write(target.dsname, undefined, dataSets.read(source.dsname), { user, statistics: 'none' }),
    );
    return;
  }
  if (source.member === undefined) {
    const member = target.member;
    wordingFaults(() =>
      dataSets.write(target.dsname, member, dataSets.read(source.dsname), { user, statistics: 'update' }),
    );
    return;
  }
  const pairs = memberPairs(parts, source, target, how.aliases);
  if (!how.replace) {
    const present = pairs.find(({ to }) => dataSets.member(target.dsname, to) !== undefined);
    if (present !== undefined)
      throw ispfError(500, 'LMCOPY error', `Members not replaced - Like-named member already exists: ${present.to}`);
  }
  wordingFaults(() => pairs.forEach((pair) => copyMember(parts, user, source.dsname, target.dsname, pair)));
}

interface MemberPair {
  member: Member;
  to: string;
}

function memberPairs({ dataSets }: WireParts, source: Target, target: Target, aliases: boolean): MemberPair[] {
  const members = wordingFaults(() => dataSets.members(source.dsname));
  const mainFirst = [...members].sort((a, b) => Number(a.aliasOf !== undefined) - Number(b.aliasOf !== undefined));
  if (source.member === '*') return mainFirst.map((member) => ({ member, to: member.name }));
  const main = members.find(({ name }) => name === source.member);
  if (main === undefined) throw memberNotFound(source.dsname, source.member ?? '');
  const more = aliases ? members.filter(({ aliasOf }) => aliasOf === main.name) : [];
  return [{ member: main, to: target.member ?? main.name }, ...more.map((member) => ({ member, to: member.name }))];
}

function copyMember(
  { dataSets }: WireParts,
  user: string,
  from: string,
  into: string,
  { member, to }: MemberPair,
): void {
  if (member.aliasOf !== undefined && dataSets.member(into, member.aliasOf) !== undefined) {
    dataSets.addAlias(into, member.aliasOf, to);
    return;
  }
  dataSets.write(into, to, dataSets.read(from, member.name), {
    user,
    statistics: member.statistics ?? 'none',
    ...(member.load === undefined ? {} : { load: member.load }),
  });
}
