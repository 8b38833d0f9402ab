import type { Attributes, LoadAttributes } from '../../datasets/data-sets.ts';
import { DataSetError } from '../../datasets/data-sets.ts';
import { ddMissing, localTime } from '../listing.ts';
import { Abend } from '../program.ts';
import type { BinderOptions } from './binder-control.rules.ts';
import { type BoundModule, type LoadModule, toRecords } from './load-module.ts';
import type { BinderRun, Workmod } from './workmod.ts';

export interface Saving {
  work: Workmod;
  options: BinderOptions;
  target: { name: string; replace: boolean };
  unresolved: readonly string[];
  entry: string;
  digest: string;
}

/**
 * Stores the module with its aliases in SYSLMOD, or says why not: a library that is not RECFM=U (IEW2735S), a module
 * that only a PDSE can hold (IEW2606S), a member that is there and not to be replaced, an executable member where the
 * new one is none (IEW2638S). The wording for a member that exists was not looked up.
 */
export function saveModule(run: BinderRun, saving: Saving): void {
  const { step, listing } = run;
  const dd = step.dd('SYSLMOD');
  if (dd?.dsname === undefined) {
    ddMissing(step, 'SYSLMOD');
    listing.message('IEW2302E 1020 THE DATA SET SPECIFIED BY DDNAME SYSLMOD COULD NOT BE OPENED.');
    return;
  }
  const { dsname } = dd;
  openAsLibrary(run, dsname);
  const label = step.dataSets.find(dsname)?.attributes;
  const refusal = refusalOf(run, saving, dsname, label);
  if (refusal !== undefined) {
    listing.message(refusal);
    return;
  }
  if (dd.attributes.recfm === undefined) dd.open({ recfm: 'U', lrecl: 0, blksize: 32_760 });
  const { name } = saving.target;
  const module = moduleOf(run, saving);
  const records = toRecords(module);
  const length = records.reduce((sum, one) => sum + one.length, 0);
  try {
    step.dataSets.write(dsname, name, records, {
      user: step.user,
      statistics: 'none',
      load: directoryOf(module, length),
    });
    for (const alias of saving.work.aliases) step.dataSets.addAlias(dsname, name, alias);
  } catch (error) {
    throw error instanceof DataSetError ? outOfSpace(error) : error;
  }
  const { amode, rmode } = bindingOf(module);
  listing.message(
    `IEW2850I F920 ${name} HAS BEEN SAVED WITH AMODE ${amode.padStart(3)} AND RMODE ${rmode.padStart(5)}.  ENTRY POINT NAME IS ${saving.entry}.`,
  );
  for (const alias of saving.work.aliases)
    listing.message(`IEW2851I F921 ${alias} HAS BEEN SAVED AS AN ALIAS OF ${name}.`);
  listing.message('IEW2231I 0481 END OF SAVE PROCESSING.');
}

/**
 * An empty library whose record format nobody coded (FB 80 is what stands in for that) gets the binder's: undefined
 * records, as OPEN of a new SYSLMOD gives it.
 */
function openAsLibrary({ step }: BinderRun, dsname: string): void {
  const label = step.dataSets.find(dsname)?.attributes;
  const uncoded = label?.dsorg === 'PO' && label.recfm === 'FB' && label.lrecl === 80;
  if (uncoded && step.dataSets.members(dsname).length === 0)
    step.dataSets.relabel(dsname, { recfm: 'U', lrecl: 0, blksize: 32_760 });
}

const bindingOf = ({ bound }: LoadModule): Pick<BoundModule, 'amode' | 'rmode'> =>
  bound ?? { amode: '31', rmode: 'ANY' };

function refusalOf(
  { step, listing }: BinderRun,
  { work, options, target }: Saving,
  dsname: string,
  label: Attributes | undefined,
): string | undefined {
  if (label !== undefined && label.recfm !== 'U' && step.dd('SYSLMOD')?.attributes.recfm !== undefined)
    return 'IEW2735S DA40 OUTPUT DATA SET FOR DDNAME SYSLMOD HAS INVALID RECORD FORMAT.  RECORD FORMAT OF U IS REQUIRED.';
  if (label !== undefined && label.dsntype !== 'LIBRARY' && work.parts.some(({ programObject }) => programObject))
    return 'IEW2606S 4B39 MODULE INCORPORATES VERSION 3 PROGRAM OBJECT FEATURES AND CANNOT BE SAVED IN LOAD MODULE FORMAT.';
  const existing = step.dataSets.member(dsname, target.name);
  if (existing === undefined) return undefined;
  if (!target.replace)
    return `IEW2636S 5374 MODULE ${target.name} ALREADY EXISTS AND REPLACE WAS NOT SPECIFIED.  THE MODULE WAS NOT SAVED.`;
  const wasExecutable = existing.load?.attributes.includes('NX') !== true;
  if (listing.severity > options.let && wasExecutable)
    return `IEW2638S 5378 AN EXECUTABLE VERSION OF MODULE ${target.name} EXISTS AND CANNOT BE REPLACED BY THE NON-EXECUTABLE MODULE JUST CREATED.`;
  return undefined;
}

function moduleOf(
  { step, listing, timeZone }: BinderRun,
  { work, options, unresolved, entry, digest }: Saving,
): LoadModule {
  const now = localTime(step, timeZone);
  const { parts } = work;
  const main = parts.find(({ defines }) => defines.includes(entry));
  const sqlPart = main?.contoken === undefined ? parts.find(({ contoken }) => contoken !== undefined) : main;
  const executable = listing.severity <= options.let;
  const sections = parts
    .flatMap((part) => part.sections)
    .map((section) => {
      const userData = work.identified.get(section.name);
      return userData === undefined ? section : { ...section, userData };
    });
  return {
    program: sections.some(({ name }) => name === entry) ? entry : (main?.sections[0]?.name ?? entry),
    ...{ sourceDigest: digest, aliases: work.aliases, contoken: sqlPart?.contoken, version: sqlPart?.version ?? '' },
    copybooks: new Map(parts.toReversed().flatMap((part) => [...part.copybooks])),
    bound: {
      ...{ date: now.toFormat('yyyyooo'), time: now.toFormat('HHmmss'), entry, executable },
      ...{ amode: options.amode ?? work.amode ?? '31', rmode: options.rmode ?? work.rmode ?? 'ANY' },
      ...{ ac: work.ac ?? options.ac, ssi: work.ssi ?? options.ssi ?? '', sections, unresolved: [...unresolved] },
      attributes: [...options.attributes, ...(executable ? [] : ['NX'])],
      programObject: parts.some((part) => part.programObject),
    },
  };
}

/** What ISPF shows of the member: size, SSI, modes, attributes, authorisation. */
function directoryOf({ bound }: LoadModule, length: number): LoadAttributes {
  return {
    size: length.toString(16).toUpperCase().padStart(8, '0'),
    ttr: '000000',
    ssi: (bound?.ssi ?? '').padStart(bound?.ssi === '' ? 0 : 8, '0'),
    ...{ amode: bound?.amode ?? '31', rmode: bound?.rmode ?? 'ANY', attributes: bound?.attributes ?? [] },
    authorisation: String(bound?.ac ?? 0).padStart(2, '0'),
  };
}

/** STOW found the directory full, or there is no room for the module. */
const outOfSpace = ({ fault }: DataSetError): Abend =>
  fault.kind === 'directory-full'
    ? new Abend({ kind: 'system-abend', code: 'B14', reason: '0000000C' }, [
        `IEC217I B14-0C,IFG0554T,SYSLMOD,${fault.dsname}`,
      ])
    : new Abend({ kind: 'system-abend', code: 'E37', reason: '00000004' }, [
        `IEC032I E37-04,IFC0510A,SYSLMOD,${fault.dsname}`,
      ]);
