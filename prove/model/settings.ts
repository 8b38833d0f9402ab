import { type Property, type Protocol, sound } from './protocol.ts';
import { type Budget, noFaults } from './state.ts';
import type { Setting } from './submit-model.ts';

/** Under these the sound protocol must hold everything, with every state seen. */
export interface SoundCase extends Setting {
  readonly name: string;
  /** Small enough for every run of the tests. */
  readonly short: boolean;
}

const soundCase = (
  name: string,
  left: Partial<Budget>,
  { slow = false, short = false, protocol = sound } = {},
): SoundCase => ({
  ...{ name, slow, short, protocol, left: { ...noFaults, ...left } },
});

const [crashes, failovers, rivals, resentInserts] = [1, 1, 1, 1];
const [withdrawals, foreignPurges, resentPuts, handReleases] = [1, 1, 1, 1];
const notStrict: Protocol = { ...sound, strict: false };

export const soundCases: readonly SoundCase[] = [
  soundCase('the replica set', { crashes, failovers, resentInserts, rivals }),
  soundCase('doubt', { foreignPurges, doubts: 1, unlisted: 1 }),
  soundCase('a withdrawal and a PUT sent again', { crashes, withdrawals, resentPuts }),
  soundCase('a purge and a failover', { crashes, foreignPurges, failovers }),
  soundCase('an operator and input errors', { withdrawals, handReleases, inputErrors: 1, doubts: 1 }),
  soundCase('an operator and a crash', { withdrawals, handReleases, crashes }),
  soundCase('an operator and a purge', { withdrawals, handReleases, foreignPurges }, { short: true }),
  soundCase('a withdrawal and a failover', { failovers, withdrawals, resentInserts }, { short: true }),
  soundCase('an old engine, withdrawal', { rivals, withdrawals, handReleases }, { slow: true }),
  soundCase('an old engine, PUT sent again', { rivals, resentPuts }, { slow: true }),
  soundCase('an old engine, failover', { rivals, failovers, resentInserts }, { slow: true, short: true }),
  soundCase('an old engine, purge', { rivals, foreignPurges }, { slow: true }),
  soundCase('a job id used again', { strangers: 1, foreignPurges, handReleases }, { short: true }),
  soundCase('not strict, nothing sent again', { crashes, unlisted: 1 }, { protocol: notStrict }),
];

/** The protocol with one rule broken: it must be found guilty of each of these, under these faults and no others. */
export interface BrokenCase extends Setting {
  readonly name: string;
  /** The rule of protocol.md that it breaks. */
  readonly rule: string;
  readonly guiltyOf: readonly Property[];
}

const broken = (
  [rule, name]: readonly [string, string],
  change: Partial<Protocol>,
  left: Partial<Budget>,
  guiltyOf: readonly Property[],
  slow = false,
): BrokenCase => ({ rule, name, guiltyOf, slow, protocol: { ...sound, ...change }, left: { ...noFaults, ...left } });

export const brokenCases: readonly BrokenCase[] = [
  broken(
    ['2', 'search, submit, keep the lowest, purge the rest, release'],
    { adopts: 'never, and keeps the lowest' },
    { doubts: 1, unlisted: 1 },
    ['twice'],
  ),
  broken(
    ['2', 'the same, and the list never lags: a purge by somebody else'],
    { adopts: 'never, and keeps the lowest' },
    { doubts: 1, foreignPurges },
    ['twice'],
  ),
  broken(
    ['2.3', 'a job is adopted more than once per attempt'],
    { adopts: 'whenever a job is found' },
    { resentPuts },
    ['twice'],
  ),
  broken(
    ['2.4', 'whatever carries the correlator is released'],
    { releases: 'what carries the correlator' },
    { resentPuts },
    ['stranger', 'twice'],
  ),
  broken(['2.4', 'release without an intent of its own'], { intendsRelease: false }, { withdrawals }, ['again']),
  broken(['2.4', 'released and purged by job id: ids wrap'], { names: 'by job id' }, { strangers: 1, foreignPurges }, [
    'stranger',
  ]),
  broken(
    ['2.4', 'the same: a purge that comes late'],
    { names: 'by job id' },
    { strangers: 1, foreignPurges, resentPuts },
    ['purged'],
  ),
  broken(['2.6', 'abandoned after the adoption by a time-out'], { closes: 'after a time-out' }, {}, ['again', 'late']),
  broken(['2.6', 'retried after the adoption, its end not observed'], { closes: 'because a person retries' }, {}, [
    'again',
    'late',
  ]),
  broken(['2.6', 'absent because a list that lags does not show it'], { absence: 'by the list' }, { unlisted: 1 }, [
    'again',
    'late',
  ]),
  broken(
    ['2.6', 'withdrawn because it is absent, not because it was purged'],
    { withdraws: 'when absent' },
    { withdrawals, handReleases, foreignPurges },
    ['again'],
  ),
  broken(['1.8', 'an append that is not there is taken for failed'], { inDoubt: 'takes it for failed' }, {}, ['told']),
  broken(
    ['1.10', 'acts before the append is acknowledged'],
    { actsOn: 'what it sent' },
    { crashes, failovers, withdrawals },
    ['actedOn', 'again'],
  ),
  broken(
    ['1.10', 'acts on what the primary alone has'],
    { actsOn: 'the primary' },
    { failovers, withdrawals, rivals },
    ['actedOn'],
  ),
  broken(['1.10', 'a parent that was read locally'], { follows: 'the primary' }, { failovers }, ['chain']),
  broken(['1.10', 'an engine that does not look at the epoch'], { checksEpoch: false }, { rivals }, ['superseded']),
  broken(['non-strict', 'one PUT sent again by something in between'], { strict: false }, { resentPuts }, ['twice']),
];

/** What protocol 2.9 leaves over and names: the sound protocol cannot prevent it, and the model shows that it is there. */
export const leftOver: readonly BrokenCase[] = [
  broken(['2.9', 'an operator releases a stray before it is swept'], {}, { resentPuts, strayReleases: 1 }, ['twice']),
];
