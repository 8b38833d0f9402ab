import type { AmsCommand, AmsRun, AmsStep } from './ams.ts';
import { DateTime } from 'luxon';
import type { DataSetEntry, GdgBase } from '../datasets/data-sets.ts';
import { operandsOf, wordsOf } from './idcams-control.ts';

/** LISTCAT ENTRIES(…) or LEVEL(…): what is not catalogued is 4. */
export const listcat: AmsCommand = {
  verbs: ['LISTCAT', 'LISTC'],
  run(step, operands, run) {
    const { keywords } = operandsOf(operands);
    const entries = keywords.get('ENTRIES') ?? keywords.get('ENTRY') ?? keywords.get('ENT');
    const level = keywords.get('LEVEL') ?? keywords.get('LVL');
    if (entries === undefined && level === undefined) {
      run.print('IDC3211I LISTCAT NEEDS ENTRIES OR LEVEL ON THE PRACTICE SYSTEM');
      return 12;
    }
    const masks =
      entries === undefined ? [`${level ?? ''}.**`] : wordsOf(entries).map((one) => one.replaceAll("'", ''));
    const counts = { gdg: 0, nonvsam: 0 };
    const codes = masks.map((mask) => listOne(step, mask, run, counts));
    summary(run, counts);
    return Math.max(...codes);
  },
};

function listOne(step: AmsStep, mask: string, run: AmsRun, counts: { gdg: number; nonvsam: number }): number {
  const wild = /[*%]/.test(mask);
  const gdgs = wild ? step.dataSets.listGdgs(mask) : [step.dataSets.findGdg(mask)].filter((one) => one !== undefined);
  const sets = wild ? step.dataSets.list(mask) : [step.dataSets.find(mask)].filter((one) => one !== undefined);
  for (const gdg of gdgs) listGdg(gdg, run);
  for (const entry of sets) listNonVsam(entry, run);
  counts.gdg += gdgs.length;
  counts.nonvsam += sets.length;
  if (gdgs.length + sets.length > 0) return 0;
  run.print(`IDC3012I ENTRY ${mask} NOT FOUND`);
  run.print('IDC3009I ** VSAM CATALOG RETURN CODE IS 8 - REASON CODE IS IGG0CLEG-42');
  return 4;
}

function listGdg(gdg: GdgBase, run: AmsRun): void {
  run.print(`GDG BASE ------ ${gdg.name}`);
  run.print('     ATTRIBUTES');
  run.print(
    `       LIMIT------------------${String(gdg.limit).padEnd(4)} ${gdg.scratch ? 'SCRATCH' : 'NOSCRATCH'}          ${gdg.empty ? 'EMPTY' : 'NOEMPTY'}`,
  );
  run.print(`     ASSOCIATIONS${gdg.generations.length === 0 ? '--------(NULL)' : ''}`);
  for (const generation of gdg.generations) run.print(`       NONVSAM--${generation}`);
}

function listNonVsam(entry: DataSetEntry, run: AmsRun): void {
  const created = DateTime.fromMillis(entry.created, { zone: run.timeZone });
  run.print(`NONVSAM ------- ${entry.dsname}`);
  run.print('     HISTORY');
  run.print(`       DATASET-OWNER-----(NULL)     CREATION--------${created.toFormat('yyyy.ooo')}`);
  run.print('     VOLUMES');
  run.print(`       VOLSER------------${entry.volume.padEnd(6)}     DEVTYPE------X'3010200F'`);
}

function summary(run: AmsRun, counts: { gdg: number; nonvsam: number }): void {
  const row = (name: string, count: number) =>
    run.print(`${' '.repeat(19)}${`${name} `.padEnd(23, '-')}${String(count)}`);
  run.print('         THE NUMBER OF ENTRIES PROCESSED WAS:');
  row('GDG', counts.gdg);
  row('NONVSAM', counts.nonvsam);
  row('TOTAL', counts.gdg + counts.nonvsam);
}
