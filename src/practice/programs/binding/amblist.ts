import { localTime, type Listing, openListing } from '../listing.ts';
import { ended, type Program, type Step } from '../program.ts';
import { ebcdic } from '../../codepages/code-page.ts';
import { namesWith, binderStatements } from './binder-control.rules.ts';
import { type BoundSection, fromRecords, type LoadModule } from './load-module.ts';
import { isObjectRecord, readObjects } from './object-module.ts';

/**
 * AMBLIST: LISTLOAD OUTPUT=MODLIST|XREF|MAP|BOTH, LISTIDR and LISTOBJ for the members asked for, or for all of them.
 * Return code 0, 4 when a member is not there, 8 for statements that cannot be read or are not imitated (LISTLPA), 16
 * without SYSPRINT. Headings follow the manual; their wording was not compared with a listing.
 *
 * @see z/OS MVS Diagnosis: Tools and Service Aids, AMBLIST
 */
export function amblist(timeZone: string): Program {
  return {
    names: ['AMBLIST', 'HMBLIST', 'IMBMDMAP'],
    run(step) {
      const listing = openListing(step, 'SYSPRINT');
      if (listing === undefined) return Promise.resolve(ended(16));
      const input = step.dd('SYSIN');
      const statements = binderStatements(
        input === undefined || input.kind === 'dummy' ? [] : input.lines().map(joined),
      );
      const when = localTime(step, timeZone).toFormat('HH:mm:ss  MM/dd/yy');
      const codes = statements.map(({ verb, operands }) => {
        listing.line(`${' '.repeat(20)}${verb} ${operands}`, '1');
        return listOne({ step, listing, when }, verb, operands);
      });
      return Promise.resolve(ended(Math.max(0, ...codes)));
    },
  };
}

/** Blanks between operands count as commas. */
const joined = (line: string): string =>
  line
    .slice(0, 71)
    .trimEnd()
    .replace(/(=\S+)\s+(?=(MEMBER|OUTPUT|DDN|TITLE|RELOC|ADATA|MODLIB)=)/g, '$1,');

interface Run {
  step: Step;
  listing: Listing;
  when: string;
}

function listOne(run: Run, verb: string, operands: string): number {
  const parts = new Map(
    [...operands.matchAll(/([A-Z]+)=(\([^)]*\)|[^,\s]+)/g)].map(([, key = '', value = '']) => [key, value]),
  );
  const unknown = [...parts.keys()].find(
    (key) => !['OUTPUT', 'MEMBER', 'DDN', 'TITLE', 'RELOC', 'ADATA', 'MODLIB', 'TYPE'].includes(key),
  );
  if (!['LISTLOAD', 'LISTIDR', 'LISTOBJ'].includes(verb) || unknown !== undefined) {
    run.listing.line(`AMB100I INVALID CONTROL STATEMENT: ${unknown ?? verb}`);
    return 8;
  }
  const ddname = parts.get('DDN') ?? 'SYSLIB';
  const dd = run.step.dd(ddname);
  if (dd === undefined) {
    run.listing.line(`AMB119I DD STATEMENT MISSING: ${ddname}`);
    return 8;
  }
  if (verb === 'LISTOBJ') return listObjects(run, ddname);
  const wanted = parts.has('MEMBER')
    ? namesWith(parts.get('MEMBER') ?? '').flatMap(({ name, inside }) => (name === '' ? inside : [name]))
    : undefined;
  return listModules(run, { verb, ddname, wanted, output: parts.get('OUTPUT') ?? 'BOTH' });
}

interface Wanted {
  verb: string;
  ddname: string;
  wanted: readonly string[] | undefined;
  output: string;
}

function listModules(run: Run, { verb, ddname, wanted, output }: Wanted): number {
  const { step, listing } = run;
  const dd = step.dd(ddname);
  const libraries = (dd?.concatenation ?? [])
    .map(({ dsname }) => dsname)
    .filter((one) => step.dataSets.find(one)?.attributes.dsorg === 'PO');
  const named = dd?.member ?? '';
  const names =
    wanted ?? (named === '' ? libraries.flatMap((one) => step.dataSets.members(one).map(({ name }) => name)) : [named]);
  let code = 0;
  for (const name of names) {
    const library = libraries.find((one) => step.dataSets.member(one, name) !== undefined);
    const records = library === undefined ? [] : step.dataSets.read(library, name);
    const module = fromRecords(records);
    if (library === undefined || module === undefined) {
      listing.line(
        library === undefined
          ? `AMB112I MEMBER ${name} NOT FOUND`
          : `AMB113I MEMBER ${name} IS NOT A LOAD MODULE OR PROGRAM OBJECT`,
      );
      code = Math.max(code, library === undefined ? 4 : 8);
      continue;
    }
    const member = step.dataSets.member(library, name);
    const about = {
      name,
      library,
      module,
      size: records.reduce((sum, one) => sum + one.length, 0),
      ssi: member?.load?.ssi ?? '',
      aliasOf: member?.aliasOf,
    };
    if (verb === 'LISTIDR') listIdr(run, about);
    else listLoad(run, about, output);
  }
  return code;
}

interface About {
  name: string;
  library: string;
  module: LoadModule;
  size: number;
  ssi: string;
  aliasOf: string | undefined;
}

const hex = (value: number, width = 8) => value.toString(16).toUpperCase().padStart(width, '0');

function summary({ listing, when }: Run, { name, library, module, size, ssi, aliasOf }: About): void {
  const { bound } = module;
  listing.line(`*****  M O D U L E   S U M M A R Y  *****   ${when}`, '0');
  listing.line(`MEMBER NAME:  ${name.padEnd(8)}                         MAIN ENTRY POINT:    00000000`);
  listing.line(`LIBRARY:      ${library.padEnd(44)}`);
  listing.line(`** ALIASES **      ${(aliasOf === undefined ? module.aliases : [`ALIAS OF ${aliasOf}`]).join(' ')}`);
  listing.line(`** ATTRIBUTES OF MODULE **  ${(bound?.attributes ?? ['RN', 'RU']).join(' ')}`);
  listing.line(`MODULE SSI:           ${ssi === '' ? 'NONE' : ssi}`);
  listing.line(`APFCODE:              ${hex(bound?.ac ?? 0)}`);
  listing.line(
    `AMODE: ${bound?.amode ?? '31'}   RMODE: ${bound?.rmode ?? 'ANY'}   ENTRY: ${bound?.entry ?? module.program}   LENGTH: ${hex(size)}`,
  );
}

function sectionsOf({ module, size }: About): readonly BoundSection[] {
  const own: BoundSection = {
    name: module.program,
    length: size,
    digest: module.sourceDigest,
    translator: '5655-EC6',
    level: '0603',
    compiled: '0000000',
  };
  return module.bound?.sections ?? [own];
}

function listLoad(run: Run, about: About, output: string): void {
  const { listing } = run;
  summary(run, about);
  const { module } = about;
  if (output === 'MODLIST' || output === 'BOTH') {
    listing.line(`LISTING OF LOAD MODULE ${about.name}`, '0');
    for (const { name, length, digest } of sectionsOf(about)) {
      listing.line(`CSECT ${name.padEnd(8)} LENGTH ${hex(length)}`);
      for (let at = 0; at < digest.length; at += 64)
        listing.line(
          `  TEXT ${hex(at / 2, 6)}  ${(
            digest
              .slice(at, at + 64)
              .toUpperCase()
              .match(/.{8}/g) ?? []
          ).join(' ')}`,
        );
    }
    if (module.contoken !== undefined) listing.line(`  TOKEN ${module.contoken}`);
  }
  if (output === 'MODLIST') return;
  listing.line('** ALPHABETICAL MAP OF MODULE **', '0');
  let offset = 0;
  for (const { name, length } of sectionsOf(about)) {
    listing.line(`  ${name.padEnd(8)}  LOCATION ${hex(offset)}  LENGTH ${hex(length)}`);
    offset += Math.ceil(length / 8) * 8;
  }
  for (const name of module.bound?.unresolved ?? []) listing.line(`  ${name.padEnd(8)}  $UNRESOLVED`);
  listing.line(`** END OF MAP AND CROSS-REFERENCE LISTING **   LENGTH OF LOAD MODULE ${hex(about.size)}`);
}

function listIdr(run: Run, about: About): void {
  const { listing } = run;
  const { bound } = about.module;
  summary(run, about);
  listing.line('LISTIDR FOR LOAD MODULE', '0');
  listing.line('CSECT        YR/DAY               TRANSLATOR     VR/MD  IDR  DIGEST');
  for (const { name, compiled, translator, level, digest, userData } of sectionsOf(about)) {
    listing.line(
      `${name.padEnd(12)} ${compiled.slice(0, 4)}/${compiled.slice(4)}             ${translator.padEnd(14)} ${level.slice(0, 2)}/${level.slice(2)}  ${digest.slice(0, 16).toUpperCase()}`,
    );
    if (userData !== undefined) listing.line(`${name.padEnd(12)} USER DATA  ${userData}`);
  }
  if (bound === undefined) listing.line('THIS LOAD MODULE CONTAINS NO INFORMATION SUPPLIED BY THE BINDER');
  else
    listing.line(
      `THIS LOAD MODULE WAS PRODUCED BY THE BINDER 5695PMB01 AT LEVEL 03.01 ON DAY ${bound.date.slice(4)} OF YEAR ${bound.date.slice(0, 4)} AT ${bound.time.replace(/(..)(..)(..)/, '$1:$2:$3')}.`,
    );
}

function listObjects({ step, listing }: Run, ddname: string): number {
  const dd = step.dd(ddname);
  const records = (dd?.kind === 'dummy' ? [] : (dd?.records() ?? [])).filter((one) => isObjectRecord(one));
  if (records.length === 0) {
    listing.line('AMB114I NO OBJECT MODULE WAS FOUND');
    return 8;
  }
  listing.line('LISTING OF OBJECT MODULE', '0');
  for (const record of records) {
    const kind = ebcdic.decode(record.subarray(1, 4));
    const text =
      kind === 'TXT'
        ? record.subarray(16, 72).toString('hex').toUpperCase()
        : ebcdic.decode(record.subarray(16, 72)).trimEnd();
    listing.line(`${kind} RECORD: ${text.slice(0, 100)}`);
  }
  for (const { name, translator, level, compiled, digest } of readObjects(records).objects)
    listing.line(`SECTION ${name.padEnd(8)} ${translator} ${level} ${compiled} ${digest.slice(0, 16).toUpperCase()}`);
  return 0;
}
