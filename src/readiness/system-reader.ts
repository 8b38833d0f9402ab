import type { MemberRef } from '../jcl/names.schema.ts';
import { renderTemplate, templateNamed } from '../jcl/index.ts';
import { LockstepError } from '../shared/errors.ts';
import type { DataSetDocument } from '../zosmf/zosmf.schema.ts';
import { packageRows } from './packages.rules.ts';
import type { PackageRow } from './packages.rules.ts';
import { readFromJob } from './reading-job.ts';
import { contentDigest, nameOf } from './system-answers.rules.ts';
import type { SystemCheckDeps } from './system-check-deps.ts';

/** Packages that checks ask about, by subsystem: one query job answers all of a pass. */
export type WantedPackages = ReadonlyMap<string, readonly { readonly collection: string; readonly name: string }[]>;

/** Reads of one pass over the checks: each thing is read once, however many checks ask about it. */
export interface SystemReader {
  bytes(ref: MemberRef): Promise<Buffer | undefined>;
  digest(ref: MemberRef): Promise<string | undefined>;
  /** @throws {LockstepError} `zosmf.refused` when the library itself is not there */
  has(ref: MemberRef): Promise<boolean>;
  dataSet(dsname: string): Promise<DataSetDocument | undefined>;
  /** Every version of the packages that the pass asks about. @throws {LockstepError} when no trusted answer came */
  packages(ssid: string): Promise<readonly PackageRow[]>;
}

export function systemReader(deps: SystemCheckDeps, wanted: WantedPackages): SystemReader {
  const { zosmf } = deps;
  const bytes = once((name: string) => {
    const [, library = '', member = ''] = /^(.*)\((.*)\)$/.exec(name) ?? [];
    return zosmf.memberBytes(library, member);
  });
  const members = once(async (library: string) => new Set(await zosmf.members(library)));
  const dataSet = once((dsname: string) => zosmf.dataSet(dsname));
  const packages = once((ssid: string) => queryPackages(deps, ssid, wanted.get(ssid) ?? []));
  return {
    bytes: (ref) => bytes(nameOf(ref)),
    digest: async (ref) => {
      const content = await bytes(nameOf(ref));
      return content === undefined ? undefined : contentDigest(content);
    },
    has: async ({ library, member }) => (await members(library)).has(member),
    dataSet,
    packages,
  };
}

function once<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const now = read(key);
    known.set(key, now);
    return now;
  };
}

async function queryPackages(
  deps: SystemCheckDeps,
  ssid: string,
  wanted: readonly { readonly collection: string; readonly name: string }[],
): Promise<readonly PackageRow[]> {
  const names = [...new Set(wanted.map(({ collection, name }) => `${collection}.${name}`))].sort();
  if (names.length === 0) return [];
  const runLibrary = deps.db2.find((each) => each.ssid === ssid)?.runLibrary;
  if (runLibrary === undefined)
    throw new LockstepError('zosmf.refused', `The estate names no run library for Db2 ${ssid}`, { ssid });
  const template = templateNamed(deps.templates, 'query-packages');
  const { statements } = renderTemplate(template, { ssid, runLibrary, packages: names });
  const jobname = `${deps.values.prefix.slice(0, 5)}QRY`;
  return readFromJob(deps, { jobname, type: 'RUN', statements }, async ({ job, files, text }) => {
    const prints = files.filter((file) => file.ddname === 'SYSPRINT');
    const output = await Promise.all(prints.map(text));
    const rows = job.retcode === 'CC 0000' ? packageRows(output.join('\n'), names.length) : undefined;
    if (rows !== undefined) return rows;
    const ended = job.retcode ?? 'without a code';
    throw new LockstepError('zosmf.refused', `The query of the packages of ${ssid} ended ${ended}: no usable answer`, {
      ssid,
    });
  });
}
