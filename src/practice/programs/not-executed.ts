import type { Program } from './program.ts';

/**
 * A load module that the site has not declared: it does nothing, ends 0, and says so in SYSOUT and in the job log,
 * because a plain 0 would teach false success.
 */
export const notExecuted = (name: string, library: string): Program => ({
  names: [name],
  residence: 'library',
  run(step) {
    const lines = [
      `PRACTICE SYSTEM: LOAD MODULE ${name} OF ${library}`,
      'WAS NOT EXECUTED: THE SITE HAS NOT DECLARED IT.',
      'IT READ NOTHING AND WROTE NOTHING; RETURN CODE 0 PROVES NOTHING.',
    ];
    const sysout = step.dd('SYSOUT') ?? step.dd('SYSPRINT');
    if (sysout?.kind === 'sysout') {
      sysout.open({ recfm: 'FB', lrecl: 133 });
      for (const line of ['*'.repeat(72), ...lines.map((line) => `* ${line.padEnd(68)} *`), '*'.repeat(72)])
        sysout.writeLine(line);
    }
    for (const line of lines) step.wto(line);
    return Promise.resolve({ kind: 'rc', code: 0, notExecuted: true });
  },
});
