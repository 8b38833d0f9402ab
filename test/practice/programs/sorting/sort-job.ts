import { batchMachine } from '../../support/batch.ts';

type Machine = Awaited<ReturnType<typeof batchMachine>>;

export interface SortJob {
  control: string;
  input?: string;
  program?: string;
  parm?: string;
  /** Further DD statements. */
  dds?: string;
  /** DCB of SORTOUT. */
  out?: string;
}

const lines = (text: string) => (text === '' ? '' : `${text}\n`);

/** A step that sorts in-stream records to DEVA.OUT. */
export const sortStep = ({ control, input = 'B  2\nA  3\nC  1', program = 'SORT', parm, dds = '', out }: SortJob) =>
  `//SORT     EXEC PGM=${program}${parm === undefined ? '' : `,PARM='${parm}'`}
//SYSOUT   DD SYSOUT=*
//SORTIN   DD *
${lines(input)}/*
//SORTOUT  DD DSN=DEVA.OUT,DISP=(NEW,CATLG,DELETE),SPACE=(TRK,(1,1))${out === undefined ? '' : `,\n//            ${out}`}
${lines(dds)}//SYSIN    DD *
${control}
/*`;

/** Runs it, and gives the records of DEVA.OUT without trailing blanks. */
export async function sorted(machine: Machine, job: SortJob) {
  if (machine.dataSets.find('DEVA.OUT') !== undefined) machine.dataSets.remove('DEVA.OUT');
  const done = await machine.run(sortStep(job));
  const made = machine.dataSets.find('DEVA.OUT') === undefined ? [] : machine.text('DEVA.OUT').split('\n');
  return { ...done, records: made, messages: done.spool('SYSOUT') };
}
