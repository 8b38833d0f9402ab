/** A protocol as its rules: the sound one, and with one rule or another broken. The parts are those of protocol.md. */
export interface Protocol {
  /** 2.2: submitted held. Without it the PUT alone starts the job, and is never sent again by the engine. */
  readonly strict: boolean;
  /** 2.3, 2.4: the found job is adopted by a page; without it the lowest job is kept, the rest purged. */
  readonly adopts: 'once' | 'whenever a job is found' | 'never, and keeps the lowest';
  /** 2.4: what is released: the adopted job, or any that carries the attempt's correlator. */
  readonly releases: 'the adopted job' | 'what carries the correlator';
  /** 2.4: a page announces the release before it is sent. */
  readonly intendsRelease: boolean;
  /** 2.4: how release and purge name a job. */
  readonly names: 'by correlator' | 'by job id';
  /** 2.6: what closes an adopted attempt before its end was seen. */
  readonly closes: 'never' | 'after a time-out' | 'because a person retries';
  /** 2.6: what shows that an adopted job is gone. */
  readonly absence: 'by its correlator' | 'by the list';
  /** 2.6: a withdrawal of an adopted attempt closes it when its job was purged by us and is absent. */
  readonly withdraws: 'when purged and absent' | 'when absent' | 'when the purge was sent';
  /** 1.8: what becomes of an append without an answer that is not there. */
  readonly inDoubt: 'appends the same again' | 'takes it for failed';
  /** 1.10: pages that something outside may rest on. */
  readonly actsOn: 'the majority' | 'what it sent' | 'the primary';
  /** 1.10: the page that a new one follows. */
  readonly follows: 'the majority' | 'the primary';
  /** 1.10: an engine that was superseded appends nothing more. */
  readonly checksEpoch: boolean;
}

export const sound: Protocol = {
  ...{ strict: true, adopts: 'once', releases: 'the adopted job', intendsRelease: true, names: 'by correlator' },
  ...{ closes: 'never', absence: 'by its correlator', withdraws: 'when purged and absent' },
  ...{ inDoubt: 'appends the same again', actsOn: 'the majority', follows: 'the majority', checksEpoch: true },
};

/** What must hold, by the name under which a counterexample is printed. */
export const properties = {
  twice: "an attempt's job runs twice",
  again: 'a step runs again, and the end of its former job was not observed',
  late: 'a job runs after its attempt was closed and another was intended',
  stranger: 'a job is released that was not adopted',
  purged: "somebody else's job is purged",
  actedOn: 'a page that was acted on is lost',
  chain: 'the book has a gap, or a page that does not follow the one before',
  told: 'a page stands in the book whose sender was told that it failed',
  superseded: 'an engine that was superseded appended a page',
  stuck: 'the step can no longer come to an end',
  waits: 'the engine neither ends the step nor leaves it to a person',
} as const;

export type Property = keyof typeof properties;
