import { AmsFailure, catalogSays, demandAuthority } from './ams.ts';
import type { AmsCommand, AmsStep } from './ams.ts';
import { entryName } from './names.ts';
import { nameOf, valueOf } from './operands.rules.ts';
import { cannotOpen } from './sides.ts';
import { required } from './define-entries.ts';

/** What FILE and DATASET of a command lead to; undefined when it is no VSAM entry. */
function targetOf(step: AmsStep, name: string | undefined, ddname: string | undefined): string {
  const dd = ddname === undefined ? undefined : step.dd(ddname);
  if (ddname !== undefined && dd === undefined) throw cannotOpen(ddname);
  const dsname = name === undefined ? (dd?.dsname ?? '') : entryName(name);
  if (step.dataSets.locate(dsname) === undefined)
    throw new AmsFailure([...catalogSays.notFound(dsname), `IDC3300I  ERROR OPENING ${dsname}`], 12);
  return dsname;
}

/** The end of a cluster's data always agrees with its catalog entry here: VERIFY has nothing to mend. */
export const verify: AmsCommand = {
  verbs: ['VERIFY', 'VFY'],
  keywords: { FILE: [], DATASET: ['DS'], RECOVER: [], NORECOVER: [] },
  run(step, given) {
    const name = nameOf(given.positional[0]) ?? valueOf(given, 'DATASET');
    const ddname = valueOf(given, 'FILE');
    if (name === undefined && ddname === undefined) required(given, 'DATASET');
    const dsname = targetOf(step, name, ddname);
    if (step.dataSets.vsam.find(dsname) === undefined && step.dataSets.vsam.findAlternateIndex(dsname) === undefined)
      throw cannotOpen(dsname, 96);
    return 0;
  },
};

/** @see z/OS DFSMS Access Method Services Commands, EXAMINE */
export const examine: AmsCommand = {
  verbs: ['EXAMINE', 'EXAM'],
  keywords: {
    ...{ NAME: ['DATASET', 'DSN', 'DS'], INDEXTEST: ['ITEST'], NOINDEXTEST: ['NOITEST'], DATATEST: ['DTEST'] },
    ...{ NODATATEST: ['NODTEST'], ERRORLIMIT: ['ELIMIT', 'ERRLMT', 'ERRLIM'] },
  },
  run(step, given, run) {
    const name = entryName(required(given, 'NAME'));
    const cluster = step.dataSets.vsam.find(name);
    if (cluster === undefined) throw new AmsFailure(catalogSays.notFound(name), 12);
    if (cluster.type !== 'KSDS') throw new AmsFailure([`IDC3300I  ERROR OPENING ${name}`], 12);
    const has = (keyword: string) => given.keywords.has(keyword);
    if (!has('NOINDEXTEST')) {
      run.print('IDC01700I INDEXTEST BEGINS', '0');
      run.print('IDC01724I INDEXTEST COMPLETE - NO ERRORS DETECTED', '0');
    }
    if (has('DATATEST')) {
      run.print('IDC01701I DATATEST BEGINS', '0');
      run.print('IDC01709I DATATEST COMPLETE - NO ERRORS DETECTED', '0');
    }
    return 0;
  },
};

/**
 * BLDINDEX fills an alternate index: before it, nothing can be read through it. From then on it agrees with its base.
 *
 * @see z/OS DFSMS Access Method Services Commands, BLDINDEX
 */
export const buildIndex: AmsCommand = {
  verbs: ['BLDINDEX', 'BIX'],
  keywords: {
    ...{ INFILE: ['IFILE'], INDATASET: ['IDS'], OUTFILE: ['OFILE'], OUTDATASET: ['ODS'], INTERNALSORT: ['ISORT'] },
    ...{
      EXTERNALSORT: ['ESORT'],
      WORKFILES: ['WFILE'],
      CATALOG: ['CAT'],
      SORTCALL: [],
      NOSORTCALL: [],
      SORTMESSAGELEVEL: [],
    },
  },
  run(step, given, run) {
    const base = targetOf(step, valueOf(given, 'INDATASET'), valueOf(given, 'INFILE'));
    const index = targetOf(step, valueOf(given, 'OUTDATASET'), valueOf(given, 'OUTFILE'));
    const cluster = step.dataSets.vsam.find(base);
    const definition = step.dataSets.vsam.findAlternateIndex(indexOf(step, index));
    if (cluster === undefined) throw cannotOpen(base);
    if (cluster.records === 0) throw cannotOpen(base, 160);
    if (definition?.related !== cluster.name)
      throw new AmsFailure(
        [`IDC3300I  ERROR OPENING ${index}`, `IDC1656I ${index} IS NO ALTERNATE INDEX OF ${base}`],
        12,
      );
    demandAuthority(step, definition.name, 'UPDATE', (lines) => new AmsFailure(lines, 12));
    const excess = definition.uniqueKey ? duplicates(step, cluster.name, definition.key) : 0;
    if (excess > 0) {
      run.print(`IDC1645I ${String(excess)} EXCESS PRIME KEY VALUES FOR AIX ${definition.name}`, '0');
      return 4;
    }
    step.dataSets.vsam.buildAlternateIndex(definition.name);
    run.print(`IDC0652I ${definition.name} SUCCESSFULLY BUILT`, '0');
    return 0;
  },
};

/** A path stands for the alternate index that it leads to. */
function indexOf(step: AmsStep, name: string): string {
  const entry = step.dataSets.locate(name);
  return entry?.type === 'PATH' ? (entry.related ?? name) : name;
}

function duplicates(step: AmsStep, name: string, key: { length: number; offset: number }): number {
  const seen = new Set<string>();
  let excess = 0;
  for (const { data } of step.dataSets.vsam.read(name)) {
    const value = data.subarray(key.offset, key.offset + key.length).toString('hex');
    if (seen.has(value)) excess += 1;
    seen.add(value);
  }
  return excess;
}
