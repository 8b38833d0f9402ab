import { describe, expect, it } from '@jest/globals';
import { scanJcl } from '../../../src/practice/jcl/scan-jcl.rules.ts';

const nowhere = {
  member: () => undefined,
  libraryExists: () => false,
  procedureLibraries: [],
  systemSymbols: new Map<string, string>(),
};

describe('a scan of JCL text', () => {
  it('answers each job with its messages and steps', () => {
    const jobs = scanJcl('//A JOB 1\r\n//S1 EXEC PGM=IEFBR14\r\n//B JOB 1\r\n//S1 EXEC NOPROC\r\n', nowhere);
    expect(jobs.map(({ jobname, passed }) => ({ jobname, passed }))).toEqual([
      { jobname: 'A', passed: true },
      { jobname: 'B', passed: false },
    ]);
    expect(jobs[0]?.steps).toEqual([{ step: 'S1', procStep: undefined, program: 'IEFBR14' }]);
    expect(jobs[1]?.messages.map(({ text }) => text)).toEqual(['IEFC612I PROCEDURE NOPROC WAS NOT FOUND']);
  });
});
