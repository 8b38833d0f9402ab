import type { Db2 } from '../subsystems/subsystems.ts';
import { Abend, type Step } from './program.ts';
import { type CommandEnd, endOf, type TsoSession } from './tso.ts';

/** The name by which Db2 knows the thread of a job step. */
export const correlationOf = (step: Step): string => `${step.jobid}.${step.stepName}.${step.procStepName ?? ''}`;

const holds = (step: Step, library: string, program: string): boolean =>
  step.dataSets.find(library)?.attributes.dsorg === 'PO' && step.dataSets.member(library, program) !== undefined;

/**
 * RUN PROGRAM(p) PLAN(q) LIB('l') PARMS('…'): runs a program with a thread under the plan. A program that would have to
 * come from a LIB outside STEPLIB is refused, 12.
 */
export async function runProgram(
  db2: Db2,
  { step, listing }: TsoSession,
  operands: ReadonlyMap<string, string>,
): Promise<CommandEnd> {
  const program = operands.get('PROGRAM') ?? operands.get('PROG') ?? '';
  const plan = operands.get('PLAN') ?? program;
  const library = operands.get('LIB') ?? operands.get('LIBRARY');
  if (library !== undefined && !step.libraries.includes(library) && holds(step, library, program)) {
    listing.line(`LIB('${library}') IS NOT IN STEPLIB, WHICH IS ALL THAT THE PRACTICE SYSTEM SEARCHES`);
    return { code: 12 };
  }
  if (db2.plan(plan) === undefined && !/^DSNT/.test(program)) {
    listing.line('DSNT408I SQLCODE = -922, ERROR:  AUTHORIZATION FAILURE: PLAN ACCESS ERROR. REASON 00F30034');
    listing.line(`DSNE126I PLAN ${plan} NOT AVAILABLE`);
    return { code: 12 };
  }
  step.subsystems.openThread(correlationOf(step), { db2, plan, uses: new Set() });
  try {
    return endOf(await step.link(program, operands.get('PARMS') ?? operands.get('PARM') ?? ''));
  } catch (error) {
    if (!(error instanceof Abend)) throw error;
    for (const message of error.messages) step.wto(message, { system: true });
    if (error.completion.code === '806') listing.line(`PROGRAM ${program} NOT FOUND IN STEPLIB OR LINK LIST`);
    return endOf(error.completion);
  } finally {
    step.subsystems.closeThread(correlationOf(step));
  }
}
