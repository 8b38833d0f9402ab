/** How EXEC PGM= finds its program: STEPLIB, else JOBLIB, then the link list (z/OS MVS JCL Reference: STEPLIB DD). */

import { fromRecords } from '../programs/binding/load-module.ts';
import { notExecuted } from '../programs/not-executed.ts';
import { Abend } from '../programs/program.ts';
import type { Program } from '../programs/program.ts';
import type { System } from './job-run.ts';

/**
 * Finds a program. One that is part of the system is always found; one that is site software is found when a load
 * module (or alias) of that name stands in a searched library.
 *
 * @throws {Abend} S806-04 when there is none, S706 when the binder marked it not executable
 */
export function findProgram(
  system: System,
  name: string,
  libraries: readonly string[],
  where: { jobname: string; stepName: string },
): Program {
  const program = system.program(name) ?? residentModule(system, name, libraries);
  if (program === undefined) throw notFound(name, where);
  if (program.residence !== 'library') return program;
  for (const dsname of libraries) {
    if (system.dataSets.find(dsname)?.attributes.dsorg !== 'PO') continue;
    const seen = system.linkList.includes(dsname) ? system.subsystems.lookaside?.fetch(dsname, name) : undefined;
    if (seen?.kind === 'missing') continue;
    if (seen?.kind === 'beyond-extents')
      throw new Abend({ kind: 'system-abend', code: '106', reason: '00000028' }, [
        `CSV031I LIBRARY ACCESS FAILED FOR MODULE ${name}, RETURN CODE 24, REASON CODE 26080021, DDNAME *LNKLST*`,
        `CSV028I ABEND106-28  JOBNAME=${where.jobname}  STEPNAME=${where.stepName}`,
      ]);
    const member = system.dataSets.member(dsname, name);
    if (member === undefined) continue;
    if (member.load?.attributes.includes('NX') === true)
      throw new Abend({ kind: 'system-abend', code: '706', reason: '00000004' }, [
        `CSV020I REQUESTED MODULE ${name} NOT EXECUTABLE`,
        `CSV028I ABEND706-04  JOBNAME=${where.jobname}  STEPNAME=${where.stepName}`,
      ]);
    return program;
  }
  throw notFound(name, where);
}

/** A load module under a name that nothing declares: the program inside it, or one that says that it was not executed. */
function residentModule(system: System, name: string, libraries: readonly string[]): Program | undefined {
  const library = libraries.find((dsname) => {
    const label = system.dataSets.find(dsname)?.attributes;
    return label?.dsorg === 'PO' && label.recfm === 'U' && system.dataSets.member(dsname, name) !== undefined;
  });
  if (library === undefined) return undefined;
  const inside = fromRecords(system.dataSets.read(library, name))?.program;
  const declared = inside === undefined ? undefined : system.program(inside);
  return declared?.residence === 'library' || declared?.declared === true
    ? { ...declared, residence: 'library' }
    : notExecuted(name, library);
}

const notFound = (name: string, { jobname, stepName }: { jobname: string; stepName: string }) =>
  new Abend({ kind: 'system-abend', code: '806', reason: '00000004' }, [
    `CSV003I REQUESTED MODULE ${name} NOT FOUND`,
    `CSV028I ABEND806-04  JOBNAME=${jobname}  STEPNAME=${stepName}`,
  ]);
