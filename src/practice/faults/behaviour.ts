import type { Clock } from '../../shared/clock.ts';

/** How a system may behave within what z/OSMF and JES2 allow, and what a night must live with. Seconds are the system's. */
export interface Behaviour {
  /** Milliseconds between 201 and visibility in job lists. */
  listLagMs(): number;
  /** @param forSeconds how long lists lag; by default until it is set again */
  setListLag(seconds: number, forSeconds?: number): void;
  /**
   * The user part that an installation exit gives a job: exits 2, 20, 50 and 52 may override it (z/OS MVS JCL
   * Reference, UJOBCORR; z/OS JES2 Installation Exits, X020UCOR).
   */
  readonly userPart: (given: string) => string;
  overrideCorrelators(userPart: string, times: number): void;
  /** Seconds after which a job modify takes effect whose answer is 202 whatever version was asked for; else undefined. */
  modifiesLater(): number | undefined;
  answerModifiesLater(seconds: number, times: number): void;
  /** Seconds of the machine that the TSO address space of a request for files takes to answer, where it is slow. */
  slowAddressSpace(): number | undefined;
  slowAddressSpaces(seconds: number, times: number): void;
  /** What becomes of the next notification: it is sent once, not at all, or twice. */
  notificationsToSend(): 0 | 1 | 2;
  spoilNotifications(fate: 'lost' | 'doubled', times: number): void;
  /** True for a job whose output leaves the system as the job ends, such as that of an output class with OUTDISP=PURGE. */
  purgesAtEnd(jobname: string): boolean;
  purgeAtEnd(fits: (jobname: string) => boolean, times: number): void;
  /** Job numbers go round between these two, where they are set (JES2 initialization statement JOBDEF, RANGE). */
  readonly jobNumbers: () => JobNumbers | undefined;
  setJobNumbers(numbers: JobNumbers): void;
}

export interface JobNumbers {
  readonly from: number;
  readonly to: number;
}

/** A system that behaves as most do. */
export function ordinaryBehaviour(clock: Clock, { listLagSeconds = 0 } = {}): Behaviour {
  let lag = { ms: listLagSeconds * 1000, until: Infinity };
  const correlators: string[] = [];
  const later: number[] = [];
  const slow: number[] = [];
  const purges: ((jobname: string) => boolean)[] = [];
  const notifications: (0 | 2)[] = [];
  let numbers: JobNumbers | undefined;
  return {
    listLagMs: () => (clock.now() < lag.until ? lag.ms : 0),
    setListLag(seconds, forSeconds = Infinity) {
      lag = { ms: seconds * 1000, until: clock.now() + forSeconds * 1000 };
    },
    userPart: (given) => correlators.shift() ?? given,
    overrideCorrelators: (userPart, times) => void correlators.push(...repeated(userPart, times)),
    modifiesLater: () => later.shift(),
    answerModifiesLater: (seconds, times) => void later.push(...repeated(seconds, times)),
    slowAddressSpace: () => slow.shift(),
    slowAddressSpaces: (seconds, times) => void slow.push(...repeated(seconds, times)),
    notificationsToSend: () => notifications.shift() ?? 1,
    spoilNotifications: (fate, times) => void notifications.push(...repeated<0 | 2>(fate === 'lost' ? 0 : 2, times)),
    purgesAtEnd(jobname) {
      const at = purges.findIndex((fits) => fits(jobname));
      if (at >= 0) purges.splice(at, 1);
      return at >= 0;
    },
    purgeAtEnd: (fits, times) => void purges.push(...repeated(fits, times)),
    jobNumbers: () => numbers,
    setJobNumbers(wanted) {
      numbers = wanted;
    },
  };
}

const repeated = <T>(value: T, times: number): T[] => Array.from({ length: times }, () => value);
