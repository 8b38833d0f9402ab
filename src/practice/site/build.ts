import { ebcdic } from '../codepages/code-page.ts';
import type { DataSets, LoadAttributes } from '../datasets/data-sets.ts';
import { compile } from '../programs/compiling/compile.ts';
import { dbrmRecords } from '../programs/compiling/dbrm.ts';
import { toRecords } from '../programs/binding/load-module.ts';
import type { Build } from '../programs/programs.schema.ts';

/** Compiles and links the members of a source library into load modules, aliases and DBRMs. */
export function build(dataSets: DataSets, one: Build, user: string): void {
  const linesOf = (library: string, member: string) =>
    dataSets.read(library, member).map((record) => ebcdic.decode(record).trimEnd());
  const copybook = (name: string) => {
    const library = one.copylibs.find((dsname) => dataSets.member(dsname, name) !== undefined);
    return library === undefined ? undefined : linesOf(library, name);
  };
  for (const program of one.members ?? dataSets.members(one.source).map(({ name }) => name)) {
    const aliases = one.aliases[program] ?? [];
    const compiled = compile({
      program,
      source: linesOf(one.source, program),
      aliases,
      version: one.version,
      copybook,
    });
    const library = compiled.cics ? (one.cicsLoad ?? one.load) : one.load;
    const records = toRecords(compiled.module);
    const length = records.reduce((sum, record) => sum + record.length, 0);
    const load = linked(length, compiled.module.sourceDigest.slice(0, 8).toUpperCase());
    dataSets.write(library, program, records, { user, statistics: 'none', load });
    for (const alias of aliases) dataSets.addAlias(library, program, alias);
    if (compiled.dbrm === undefined || one.dbrm === undefined) continue;
    const { dbrm, statements } = compiled.dbrm;
    dataSets.write(one.dbrm, program, dbrmRecords(dbrm, statements), { user, statistics: 'none' });
  }
}

/** What the linkage editor writes into the directory; SSI here says which source was compiled. */
function linked(length: number, ssi: string): LoadAttributes {
  return {
    size: length.toString(16).toUpperCase().padStart(8, '0'),
    ttr: '000000',
    ssi,
    amode: '31',
    rmode: 'ANY',
    attributes: ['RN', 'RU'],
    authorisation: '00',
  };
}
