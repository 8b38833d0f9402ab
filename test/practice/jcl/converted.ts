import { convertJob } from '../../../src/practice/jcl/converter.rules.ts';
import type { DdModel } from '../../../src/practice/jcl/job-model.rules.ts';

const card = "//RELJOB1  JOB (REL),'PRACTICE',CLASS=A,MSGCLASS=H\n";

/** Converts statements after a plain JOB card; `members` are `LIBRARY(NAME)` to text. */
export function converted(body: string, members: Readonly<Record<string, string>> = {}, head = card) {
  const conversion = convertJob((head + body).split('\n'), {
    jobid: 'JOB00123',
    defaults: { jobClass: 'A', messageClass: 'H' },
    lookups: {
      member: (dsname, member) => members[`${dsname}(${member})`]?.split('\n'),
      libraryExists: (dsname) => Object.keys(members).some((name) => name.startsWith(`${dsname}(`)),
      procedureLibraries: ['SYS1.PROCLIB'],
      procedureConcatenation: (ddname) => (ddname === 'PROC01' ? ['MY.PROCS'] : undefined),
      systemSymbols: new Map([
        ['SYSUID', 'RELMGR'],
        ['SYSNAME', 'PRAC'],
      ]),
    },
  });
  const errors = conversion.messages.filter(({ severity }) => severity === 'error').map(({ text }) => text);
  const step = (name: string) =>
    conversion.job.steps.find(({ step: of, procStep }) => procStep === name || (procStep === undefined && of === name));
  const dd = (at: string, ddname: string) => step(at)?.dds.find(({ name }) => name === ddname);
  return { ...conversion, errors, step, dd };
}

/** The data set name of a DD, with its member. */
export function nameOf(dd: DdModel | undefined): string | undefined {
  if (dd?.source.kind !== 'data-set') return dd?.source.kind;
  const { of } = dd.source;
  if (of.kind === 'temporary') return `&&${of.name}`;
  if (of.kind !== 'permanent') return of.kind;
  return of.member === undefined ? of.dsname : `${of.dsname}(${of.member})`;
}

export const dataOf = (dd: DdModel | undefined): readonly string[] | undefined =>
  dd?.source.kind === 'in-stream' ? dd.source.data : undefined;
