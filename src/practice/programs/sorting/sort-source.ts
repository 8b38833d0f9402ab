/** Where the records of a DFSORT run come from: SORTIN, SORTINnn of a merge, or JOINKEYS. */

import type { Step } from '../program.ts';
import type { RunTime } from './constants.rules.ts';
import { SortError } from './control-error.rules.ts';
import { readPlan } from './control.rules.ts';
import type { SortPlan } from './sort-plan.rules.ts';
import { type FileName, joined, type JoinPlan } from './join.rules.ts';
import { selected } from './run-plan.rules.ts';
import { inputOf, type SortInput } from './sort-files.ts';
import { outOfSequence } from './sort-records.rules.ts';
import type { Work } from './sort-request.ts';
import { readStatements } from './statements.rules.ts';

/** DD names of SORTINnn. */
export const mergeInputs = (step: Step, { input }: SortPlan): string[] =>
  step.dds.map(({ name }) => name).filter((name) => name.startsWith(input) && /^\d\d$/.test(name.slice(input.length)));

/** Records with the attributes of the file they came from. */
export interface Source {
  records: readonly Buffer[];
  recfm: SortInput['recfm'];
  lrecl: number;
  blksize: number;
  variable: boolean;
}

/** Records of SORTIN, or of SORTINnn one after the other. @throws {SortError} ICE056A, ICE068A */
export function readInput(step: Step, { plan, input }: Work): Source {
  if (plan.mode !== 'MERGE' && input !== undefined) return { ...input, records: input.records() };
  const files = mergeInputs(step, plan).map((name) => ({ name, file: inputOf(step, name) }));
  const [first] = files;
  if (first === undefined) throw new SortError(`ICE056A 0 ${`${plan.input}01`.padEnd(8)} NOT DEFINED`);
  const records = files.flatMap(({ name, file }) => {
    const own = file.records();
    if (outOfSequence(own, plan.keys, plan.centuryStart) !== undefined)
      throw new SortError(`ICE068A 0 OUT OF SEQUENCE ${name}`);
    return own;
  });
  return { ...first.file, records };
}

/** Records that JOINKEYS makes of its two files. */
export function joinInput(step: Step, say: (text: string) => void, join: JoinPlan, now: RunTime): Source {
  say('ICE411I 0 THIS IS THE JOINKEYS MAIN TASK FOR JOINING F1 AND F2');
  const side = (name: FileName) => {
    const file = join.files[name];
    const input = inputOf(step, file.ddname);
    say(`ICE416I 0 JOINKEYS IS USING THE ${name} SUBTASK FOR ${file.ddname.padEnd(8)} - SEE JN${name}JMSG MESSAGES`);
    const control = readStatements(step.dd(`JN${name}CNTL`)?.lines() ?? []);
    const plan = readPlan([{ verb: 'OPTION', operands: 'COPY' }, ...control], {
      now,
      variable: input.variable,
      input: file.ddname,
      output: '',
    });
    const records = selected(input.records(), plan).filter((record) => file.filter?.(record) !== false);
    return { input, records: records.slice(0, file.stopAfter) };
  };
  const [one, two] = [side('F1'), side('F2')];
  const records = joined(join, { F1: one.records, F2: two.records }, now.year - 80);
  const own = join.unpaired[0] === 'F2' ? two.input : one.input;
  const lrecl = join.reformat === undefined ? own.lrecl : (records[0]?.length ?? lengthOf(join));
  say(
    `ICE419I 0 JOINED RECORDS: TYPE=${join.reformat === undefined && own.variable ? 'V' : 'F'}, LENGTH=${String(lrecl)}`,
  );
  say(`ICE421I 0 JOINED RECORDS: COUNT=${String(records.length).padStart(20, '0')}`);
  return {
    records,
    lrecl,
    blksize: 0,
    recfm: join.reformat === undefined ? own.recfm : 'FB',
    variable: join.reformat === undefined && own.variable,
  };
}

const lengthOf = ({ reformat = [] }: JoinPlan): number =>
  reformat.reduce((sum, piece) => sum + ('field' in piece ? piece.field.length : 1), 0);
