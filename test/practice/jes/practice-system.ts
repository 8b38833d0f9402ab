import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { createDataSets } from '../../../src/practice/datasets/create-data-sets.ts';
import type { DataSets } from '../../../src/practice/datasets/data-sets.ts';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import { createJes } from '../../../src/practice/jes/create-jes.ts';
import type { PracticeJes } from '../../../src/practice/jes/create-jes.ts';
import type { JesOptions } from '../../../src/practice/jes/options.ts';
import type { Job } from '../../../src/practice/jes/jes.ts';
import { iefbr14 } from '../../../src/practice/programs/iefbr14.ts';
import { Abend, ended } from '../../../src/practice/programs/program.ts';
import type { Completion, Program, Step } from '../../../src/practice/programs/program.ts';
import type { Subsystems } from '../../../src/practice/subsystems/subsystems.ts';
import { createUnixFiles } from '../../../src/practice/unix/create-unix-files.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import { quickClock } from '../support/quick-clock.ts';
import { textLibrary } from '../support/text-library.ts';

/** A quarter past nine on a Tuesday. */
export const tuesdayMorning = Date.UTC(2026, 2, 3, 9, 14, 2);

/** Ends with the code, or abends, as its PARM says: `8`, `S0C7`, `U4038`. */
const ends: Program = {
  names: ['ENDS'],
  run: ({ parm }) => Promise.resolve(completionIn(parm)),
};

function completionIn(parm: string): Completion {
  if (parm.startsWith('S')) return { kind: 'system-abend', code: parm.slice(1), reason: '00000007' };
  if (parm.startsWith('U')) return { kind: 'user-abend', code: Number(parm.slice(1)) };
  return ended(Number(parm === '' ? '0' : parm));
}

/** Copies SYSUT1 to SYSUT2 and lists PARM. */
const copies: Program = {
  names: ['COPIES'],
  run: (step: Step) => {
    const from = step.dd('SYSUT1');
    const to = step.dd('SYSUT2');
    if (from === undefined || to === undefined) throw new Abend({ kind: 'user-abend', code: 1 });
    to.open({ recfm: from.attributes.recfm ?? 'FB', lrecl: from.attributes.lrecl ?? 80 });
    for (const record of from.records()) to.write(record);
    return Promise.resolve(ended(0));
  },
};

/** Writes its PARM to SYSPRINT. */
const shows: Program = {
  names: ['SHOWS'],
  run: (step: Step) => {
    const print = step.dd('SYSPRINT');
    print?.open({ recfm: 'FBA', lrecl: 121 });
    print?.writeLine(` ${step.parm}`);
    return Promise.resolve(ended(0));
  },
};

/** Writes as many lines as its PARM says. */
const prints: Program = {
  names: ['PRINTS'],
  run: (step: Step) => {
    for (let line = 1; line <= Number(step.parm); line += 1) step.dd('SYSPRINT')?.writeLine(`LINE ${String(line)}`);
    return Promise.resolve(ended(0));
  },
};

/** Lets ten seconds pass. */
const naps: Program = {
  names: ['NAPS'],
  async run(step) {
    await step.elapse(10);
    return ended(0);
  },
};

/** Site software that needs a load module. */
const site: Program = { names: ['SITEPGM'], residence: 'library', run: () => Promise.resolve(ended(0)) };

export interface PracticeSystem {
  readonly jes: PracticeJes;
  readonly dataSets: DataSets;
  readonly notices: string[];
  readonly clock: Clock;
  /** A program that waits until it is let go: `WAITS`. */
  readonly letGo: () => void;
  readonly library: (dsname: string, members?: Readonly<Record<string, string>>) => void;
  readonly submit: (jcl: string, about?: { user?: string; userCorrelator?: string }) => Job;
  readonly run: (jcl: string) => Promise<Job>;
  readonly ended: (job: Job) => Promise<Job>;
  readonly reaches: (job: Job, test: (job: Job) => boolean) => Promise<Job>;
  readonly spool: (job: Job, ddname: string) => string[];
}

export function practiceSystem(
  changes: Partial<JesOptions> = {},
  volumes: readonly { serial: string; tracks: number }[] = [{ serial: 'PRC001', tracks: 150_000 }],
): PracticeSystem {
  const clock = quickClock(tuesdayMorning);
  const dataSets = createDataSets({ disk: memoryDisk(), clock, volumes });
  const notices: string[] = [];
  const free = new AbortController();
  const waits: Program = {
    names: ['WAITS'],
    async run(step) {
      while (!free.signal.aborted) await step.elapse(0.01);
      return ended(0);
    },
  };
  const programs = [iefbr14, ends, copies, shows, prints, naps, site, waits];
  const jes = createJes({
    dataSets,
    unix: createUnixFiles({ disk: memoryDisk(), clock, site: { users: [] } }),
    subsystems: {} as Subsystems,
    clock,
    program: (name) => programs.find(({ names }) => names.includes(name)),
    system: { name: 'PRAC', sysplex: 'PLEX1', node: 'PRACTICE', timeZone: 'UTC' },
    classes: [
      { name: 'A', initiators: 2 },
      { name: 'B', initiators: 1 },
    ],
    defaultClass: 'A',
    defaultMessageClass: 'H',
    procedureLibraries: ['SYS1.PROCLIB'],
    notify: (user, text) => void notices.push(`${user}: ${text}`),
    ...changes,
  });
  const reaches = async (job: Job, test: (job: Job) => boolean) => {
    for (let turn = 0; turn < 2000 && !test(job); turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (!test(job)) throw new Error(`${job.jobname} stays ${job.phaseName} ${job.retcode ?? ''}`);
    return job;
  };
  const ended_ = (job: Job) => reaches(job, ({ status }) => status === 'OUTPUT');
  const submit = (jcl: string, about: { user?: string; userCorrelator?: string } = {}) => {
    const job = jes.submit({ jcl: jcl.split('\n'), user: 'RELMGR', ...about });
    if (job === undefined) throw new Error('no job');
    return job;
  };
  return {
    jes,
    dataSets,
    notices,
    clock,
    letGo: () => {
      free.abort();
    },
    library(dsname, members = {}) {
      dataSets.create(dsname, textLibrary, 'SYS');
      for (const [name, text] of Object.entries(members))
        dataSets.write(
          dsname,
          name,
          text.split('\n').map((line) => ebcdic.encode(line.padEnd(80))),
          { user: 'SYS' },
        );
    },
    submit,
    run: (jcl) => ended_(submit(jcl)),
    ended: ended_,
    reaches,
    spool(job, ddname) {
      const own = { JESMSGLG: 2, JESJCL: 3, JESYSMSG: 4 }[ddname];
      const id = own ?? jes.spoolFiles(job).find((file) => file.ddname === ddname)?.id ?? -1;
      return (jes.spoolRecords(job, id) ?? []).map((record) => ebcdic.decode(record));
    },
  };
}

/** A job of class A with these statements after its JOB card. */
export const jobOf = (
  body: string,
  card = "(REL),'PRACTICE',CLASS=A,MSGCLASS=H,\n//  MSGLEVEL=(1,1)",
  name = 'RELJOB1',
) => `//${name.padEnd(8)} JOB ${card}\n${body}\n`;
