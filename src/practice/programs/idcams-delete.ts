import type { AmsCommand, AmsRun, AmsStep } from './ams.ts';
import { DataSetError } from '../datasets/data-sets.ts';
import { operandsOf } from './idcams-control.ts';

/** DELETE of data sets, members, generations and GDG bases. A missing entry is 8. */
export const deleteCommand: AmsCommand = {
  verbs: ['DELETE', 'DEL'],
  run(step, operands, run) {
    const { positional, keywords } = operandsOf(operands);
    const ddname = keywords.get('FILE');
    if (ddname !== undefined && step.dd(ddname) === undefined) {
      run.print(`IDC3300I  ERROR OPENING ${ddname}`);
      return 12;
    }
    if (positional.length === 0) {
      run.print('IDC3212I REQUIRED PARAMETER ENTRYNAME NOT FOUND');
      return 12;
    }
    const codes = positional.map((name) => deleteEntry(step, name, keywords, run));
    return Math.max(...codes);
  },
};

function deleteEntry(
  step: AmsStep,
  name: string,
  keywords: ReadonlyMap<string, string | undefined>,
  run: AmsRun,
): number {
  const member = /^(.+)\(([^)]+)\)$/.exec(name);
  if (member !== null) return deleteMember(step, member[1] ?? '', member[2] ?? '', run);
  const gdg = step.dataSets.findGdg(name);
  if (gdg !== undefined) return deleteGdg(step, name, keywords.has('FORCE'), run);
  if (step.dataSets.find(name) === undefined) return notFound(name, run);
  step.dataSets.remove(name);
  run.print(`IDC0550I ENTRY (${/\.G\d{4}V\d\d$/.test(name) ? 'H' : 'A'}) ${name} DELETED`);
  return 0;
}

function notFound(name: string, run: AmsRun): number {
  run.print(`IDC3012I ENTRY ${name} NOT FOUND`);
  run.print('IDC3009I ** VSAM CATALOG RETURN CODE IS 8 - REASON CODE IS IGG0CLEG-42');
  run.print(`IDC0551I ** ENTRY ${name} NOT DELETED`);
  return 8;
}

function deleteMember(step: AmsStep, dsname: string, member: string, run: AmsRun): number {
  if (step.dataSets.find(dsname) === undefined) return notFound(dsname, run);
  if (step.dataSets.member(dsname, member) === undefined) {
    run.print(`IDC3302I  ACTION ERROR ON ${dsname}`);
    run.print(`IDC3330I ** ${member.padEnd(8)} NOT FOUND`);
    run.print(`IDC0548I ** MEMBER ${member} NOT DELETED`);
    return 8;
  }
  step.dataSets.removeMember(dsname, member);
  run.print(`IDC0549I MEMBER ${member} DELETED`);
  return 0;
}

function deleteGdg(step: AmsStep, name: string, force: boolean, run: AmsRun): number {
  try {
    step.dataSets.removeGdg(name, force);
    run.print(`IDC0550I ENTRY (B) ${name} DELETED`);
    return 0;
  } catch (error) {
    if (!(error instanceof DataSetError) || error.fault.kind !== 'generations-exist') throw error;
    run.print(`         GENERATION DATA SETS OF ${name} EXIST AND FORCE WAS NOT SPECIFIED`);
    run.print(`IDC0551I ** ENTRY ${name} NOT DELETED`);
    return 8;
  }
}
