import { sha256Hex } from '../../../shared/digest.ts';
import { ebcdic } from '../../codepages/code-page.ts';
import { ddMissing, localTime } from '../listing.ts';
import { ended, type Program } from '../program.ts';
import {
  type BinderOptions,
  binderOptions,
  type BinderStatement,
  binderStatements,
  namesWith,
} from './binder-control.rules.ts';
import { BinderListing } from './binder-listing.ts';
import { isObjectRecord, readObjects } from './object-module.ts';
import { saveModule } from './save-module.ts';
import { type Part, partOfObject, partsOf } from './sections.ts';
import { type BinderRun, emptyWorkmod, type Workmod } from './workmod.ts';

/**
 * The binder: objects and control statements of SYSLIN become modules of SYSLMOD. INCLUDE, LIBRARY, NAME, ALIAS, ENTRY,
 * SETSSI, SETCODE, SETOPT, MODE, ORDER, IDENTIFY, REPLACE, CHANGE; automatic call from SYSLIB. Return code by the worst
 * message; a module over LET (4) is marked not executable. Other statements are IEW2333E, 8.
 *
 * @see z/OS MVS Program Management: User's Guide and Reference; z/OS MVS System Messages Volume 9, IEW messages
 */
export function iewl(timeZone: string): Program {
  return {
    names: ['IEWL', 'HEWL', 'IEWBLINK', 'LINKEDIT', 'HEWLH096', 'HEWLKED', 'IEWLINK', 'HEWLF064'],
    run(step) {
      const print = step.dd('SYSPRINT');
      if (print === undefined) {
        ddMissing(step, 'SYSPRINT');
        return Promise.resolve(ended(16));
      }
      const listing = new BinderListing(print, step, localTime(step, timeZone));
      listing.heading();
      listing.message(`IEW2278I B352 INVOCATION PARAMETERS - ${step.parm}`);
      bind({ step, listing, timeZone });
      listing.message(`IEW2008I 0F03 PROCESSING COMPLETED.  RETURN CODE = ${String(listing.severity).padStart(2)}.`);
      listing.summary();
      return Promise.resolve(ended(listing.severity));
    },
  };
}

function bind(run: BinderRun): void {
  const input = run.step.dd('SYSLIN');
  if (input === undefined) {
    ddMissing(run.step, 'SYSLIN');
    run.listing.message('IEW2302E 1020 THE DATA SET SPECIFIED BY DDNAME SYSLIN COULD NOT BE OPENED.');
  }
  let options = binderOptions(run.step.parm);
  for (const word of options.invalid) run.listing.message(`IEW2336W 3204 OPTION ${word} IS NOT VALID OR IS IGNORED.`);
  let work = emptyWorkmod();
  let pending = true;
  for (const item of itemsOf(input === undefined || input.kind === 'dummy' ? [] : input.records())) {
    pending = true;
    if (!('verb' in item)) {
      for (const object of item.objects) addPart(work, partOfObject(object, 'SYSLIN'));
      if (item.damaged > 0) run.listing.message('IEW2309E 1033 AN INVALID OBJECT MODULE WAS FOUND IN DDNAME SYSLIN.');
      continue;
    }
    run.listing.line(`   ${item.verb} ${item.operands}`);
    if (item.verb === 'NAME') {
      const [target] = namesWith(item.operands);
      finish(run, work, options, {
        name: target?.name ?? '',
        replace: target?.inside.includes('R') === true,
        card: true,
      });
      work = emptyWorkmod();
      pending = false;
    } else if (item.verb === 'SETOPT')
      options = binderOptions(`${options.text},${/PARM\((.*)\)/.exec(item.operands)?.[1] ?? ''}`);
    else control(run, work, item);
  }
  if (!pending) return;
  const member = run.step.dd('SYSLMOD')?.member ?? '';
  finish(run, work, options, { name: member === '' ? 'TEMPNAME' : member, replace: true, card: false });
}

type Item = BinderStatement | ReturnType<typeof readObjects>;

/** Runs of object records and the statements between them, in their order. */
function itemsOf(records: readonly Buffer[]): Item[] {
  const items: Item[] = [];
  let from = 0;
  while (from < records.length) {
    const object = isObjectRecord(records[from] ?? Buffer.alloc(0));
    let to = from;
    while (to < records.length && isObjectRecord(records[to] ?? Buffer.alloc(0)) === object) to += 1;
    const part = records.slice(from, to);
    if (object) items.push(readObjects(part));
    else items.push(...binderStatements(part.map((one) => ebcdic.decode(one))));
    from = to;
  }
  return items;
}

function control(run: BinderRun, work: Workmod, { verb, operands }: BinderStatement): void {
  const names = namesWith(operands);
  const first = names[0]?.name ?? '';
  switch (verb) {
    case 'INCLUDE':
      for (const { name, inside } of names) include(run, work, name, inside);
      return;
    case 'LIBRARY':
      for (const { name, inside } of names)
        for (const one of inside)
          if (name === '' || name === '*') work.neverCall.add(one);
          else work.libraries.set(one, name);
      return;
    case 'ALIAS':
      work.aliases.push(...names.map(({ name }) => name));
      return;
    case 'ENTRY':
      work.entry = first;
      return;
    case 'SETSSI':
      work.ssi = first.toUpperCase();
      return;
    case 'SETCODE':
      work.ac = Number(/AC\((\d+)\)/.exec(operands)?.[1] ?? '0');
      return;
    case 'MODE':
      work.amode = /AMODE\((\w+)\)/.exec(operands)?.[1] ?? work.amode;
      work.rmode = /RMODE\((\w+)\)/.exec(operands)?.[1] ?? work.rmode;
      return;
    case 'ORDER':
      work.order.push(...names.map(({ name }) => name));
      return;
    case 'REPLACE':
    case 'CHANGE':
      for (const { name, inside } of names) work.changes.set(name, inside[0]);
      return;
    case 'IDENTIFY':
      for (const { name, inside } of identified(operands)) work.identified.set(name, inside);
      return;
    default:
      run.listing.message(`IEW2333E 3201 CONTROL STATEMENT ${verb} IS NOT VALID OR IS NOT IMITATED.`);
  }
}

/** `IDENTIFY section('user data'),…`: the data may hold commas and blanks. */
const identified = (operands: string): { name: string; inside: string }[] =>
  Array.from(operands.matchAll(/([^,()\s']+)\('((?:[^']|'')*)'\)/g), ([, name = '', inside = '']) => ({
    name: name.toUpperCase(),
    inside: inside.replaceAll("''", "'"),
  }));

function include(run: BinderRun, work: Workmod, ddname: string, members: readonly string[]): void {
  if (run.step.dd(ddname) === undefined) {
    run.listing.message(`IEW2302E 1020 THE DATA SET SPECIFIED BY DDNAME ${ddname} COULD NOT BE OPENED.`);
    return;
  }
  for (const member of members.length === 0 ? [undefined] : members) {
    const parts = partsOf(run.step, ddname, member);
    if (parts === undefined)
      run.listing.message(
        `IEW2303E 1030 MEMBER ${member ?? ''} OF THE DATA SET SPECIFIED BY DDNAME ${ddname} COULD NOT BE FOUND.`,
      );
    for (const part of parts ?? []) addPart(work, part);
  }
}

/** Puts a part in; a section that is there already is left out, as the first one counts. */
function addPart(work: Workmod, given: Part): void {
  const part = changed(given, work.changes);
  work.changes.clear();
  const names = new Set(work.parts.flatMap(({ sections }) => sections.map(({ name }) => name)));
  const fresh = part.sections.filter(({ name }) => !names.has(name));
  if (fresh.length > 0) work.parts.push({ ...part, sections: fresh });
}

function changed(part: Part, changes: ReadonlyMap<string, string | undefined>): Part {
  if (changes.size === 0) return part;
  const renamed = (name: string) => (changes.has(name) ? changes.get(name) : name);
  return {
    ...part,
    sections: part.sections.flatMap((section) => {
      const name = renamed(section.name);
      return name === undefined ? [] : [{ ...section, name }];
    }),
    defines: part.defines.map(renamed).filter((name) => name !== undefined),
    references: part.references.map(renamed).filter((name) => name !== undefined),
  };
}

/** Names that nothing in the module answers. */
const openReferences = ({ parts }: Workmod): string[] => {
  const defined = new Set(parts.flatMap(({ defines }) => defines));
  return [...new Set(parts.flatMap(({ references }) => references))].filter((name) => !defined.has(name));
};

/** Automatic library call, until nothing more comes in. */
function autocall(run: BinderRun, work: Workmod): void {
  const tried = new Set<string>();
  for (;;) {
    const name = openReferences(work).find((one) => !tried.has(one) && !work.neverCall.has(one));
    if (name === undefined) return;
    tried.add(name);
    for (const part of partsOf(run.step, work.libraries.get(name) ?? 'SYSLIB', name) ?? []) addPart(work, part);
  }
}

function finish(
  run: BinderRun,
  work: Workmod,
  options: BinderOptions,
  target: { name: string; replace: boolean; card: boolean },
): void {
  const { listing } = run;
  if (work.parts.length === 0) {
    listing.message('IEW2230S 0414 MODULE HAS NO TEXT.');
    return;
  }
  if (options.call) autocall(run, work);
  const unresolved = openReferences(work);
  for (const name of unresolved) listing.message(unresolvedText(name, options.call && !work.neverCall.has(name)));
  const order = new Map(work.order.map((name, at) => [name.replace(/\(P\)$/, ''), at]));
  work.parts.sort(
    (a, b) => (order.get(a.sections[0]?.name ?? '') ?? 999) - (order.get(b.sections[0]?.name ?? '') ?? 999),
  );
  const entry = entryOf(run, work);
  if (options.map) listing.map(work.parts, entry);
  if (options.xref) listing.crossReference(work.parts, unresolved);
  if (options.map || options.xref) listing.heading();
  saveModule(run, { work, options, target, unresolved, entry, digest: digestOf(work) });
}

const unresolvedText = (name: string, called: boolean): string =>
  called
    ? `IEW2456E 9207 SYMBOL ${name} UNRESOLVED.  MEMBER COULD NOT BE INCLUDED FROM THE DESIGNATED CALL LIBRARY.`
    : `IEW2454W 9203 SYMBOL ${name} UNRESOLVED.  NO AUTOCALL (NCAL) SPECIFIED.`;

function entryOf({ listing }: BinderRun, { entry, parts }: Workmod): string {
  const first = parts[0]?.sections[0]?.name ?? '';
  const defined = parts.some(({ defines }) => defines.includes(entry ?? ''));
  if (entry !== undefined && defined) return entry;
  if (entry !== undefined)
    listing.message(`IEW2648E 5111 ENTRY ${entry} IS NOT A CSECT OR AN EXTERNAL NAME IN THE MODULE.`);
  else listing.message(`IEW2650I 5102 MODULE ENTRY NOT PROVIDED.  ENTRY DEFAULTS TO SECTION ${first}.`);
  return first;
}

function digestOf({ parts }: Workmod): string {
  const sections = parts.flatMap((part) => part.sections);
  const [only, ...others] = sections;
  if (only !== undefined && others.length === 0) return only.digest;
  return sha256Hex(sections.map(({ name, digest }) => `${name} ${digest}`).join('\0'));
}
