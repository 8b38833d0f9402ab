import type { Actor } from '../../ledger/entry.schema.ts';
import type { Ledger } from '../../ledger/ledger.schema.ts';
import type { CheckResult } from '../../readiness/readiness.schema.ts';
import type { Clock } from '../../shared/clock.ts';
import { LockstepError } from '../../shared/errors.ts';
import type { Chance } from '../../shared/ids.ts';
import { systemStream } from '../system-entries.schema.ts';
import type { ConnectedSystem } from '../systems.ts';
import type { Registration } from './registration.schema.ts';
import { registrations } from './registration.views.ts';
import { roundTrip, type RoundTripPatience, trialJob, usualPatience } from './round-trip.ts';

export interface RegistrationNeeds {
  readonly ledger: Ledger;
  readonly system: (id: string) => ConnectedSystem;
  /** The machine's clock. */
  readonly machine: Clock;
  readonly chance: Chance;
  /** @default `usualPatience` */
  readonly patience?: RoundTripPatience;
}

export type RegistrationService = ReturnType<typeof registrationService>;

/** Registers systems: one round trip of a job that does nothing, before any release is trusted to them. */
export function registrationService(needs: RegistrationNeeds) {
  const { ledger, machine, chance } = needs;
  const underWay = new Map<string, Promise<{ registration: Registration; page: number }>>();
  const last = (id: string): Promise<Registration | undefined> => ledger.get(registrations, id);

  async function trip(id: string, actor: Actor) {
    const { zosmf, jobCard } = needs.system(id);
    const stream = systemStream(id);
    const job = trialJob({ zosmf, jobCard }, chance);
    const intent = { user: zosmf.user, jobname: job.jobname, correlator: job.user };
    await ledger.commit({ actor, decide: () => [{ stream, type: 'registration.intended/1', data: intent }] });
    const { patience = usualPatience } = needs;
    const result = await roundTrip({ zosmf, jobCard, clock: machine, patience }, job);
    const { page } = await ledger.commit({
      actor,
      decide: () => [{ stream, type: 'system.registered/1', data: result }],
    });
    const registration = await last(id);
    if (registration === undefined) throw new LockstepError('ledger.damaged', `${id} was registered, and is not`);
    return { registration, page };
  }

  return {
    last,

    /**
     * Registers a system; one that is being registered is not registered twice at a time.
     *
     * @throws {LockstepError} `zosmf.*` where nothing could be found out, and nothing is recorded
     */
    register(id: string, actor: Actor): Promise<{ registration: Registration; page: number }> {
      const known = underWay.get(id);
      if (known !== undefined) return known;
      const work = trip(id, actor).finally(() => underWay.delete(id));
      underWay.set(id, work);
      return work;
    },

    /** What readiness may say of a system; waits for a registration that is under way here. */
    async check(id: string): Promise<CheckResult> {
      await underWay.get(id)?.catch(() => undefined);
      const { declared, zosmf } = needs.system(id);
      return declared.submit === 'strict' ? checkOf(id, zosmf.user, await last(id)) : notAsked(id);
    },
  };
}

const questionOf = (system: string) => ({
  id: `registered:${system}`,
  kind: 'system' as const,
  question: `Does ${system} take, find, release and purge a held job by its correlator?`,
});

/** No job is held there, released or purged. */
const notAsked = (system: string): CheckResult => ({
  ...{ ...questionOf(system), verdict: 'not-applicable', found: `${system} is declared «submit: non-strict»` },
});

/** The answer to readiness' question whether strict mode works on a system for a user. */
export function checkOf(system: string, user: string, last: Registration | undefined): CheckResult {
  const asked = questionOf(system);
  const next = (what: string) => ({
    nextAction: { what: `${what} (POST /systems/${system}/registration)`, whose: 'administrator' },
  });
  if (last === undefined)
    return { ...asked, verdict: 'unknown', found: `${system} was not registered yet`, ...next('Register it') };
  if (last.user !== user)
    return {
      ...{
        ...asked,
        verdict: 'unknown',
        found: `${system} was registered for ${last.user}, and work is done as ${user}`,
      },
      ...next('Register it again'),
    };
  const bad = last.findings.find(({ verdict }) => verdict === last.verdict);
  if (last.verdict === 'pass' || bad === undefined)
    return { ...asked, verdict: 'pass', found: `${last.jobname}(${last.jobid ?? '?'}) did so at ${last.at}` };
  return {
    ...{ ...asked, verdict: last.verdict, found: `${bad.question} ${bad.found}` },
    ...next('Correct what it names, and register the system again'),
  };
}

/** Pauses at the start between two tries, and between two looks whether to try; milliseconds of the machine. */
const againAfterMs = 30_000;
const lookAgainMs = 1000;

/** Registers every strict system that never was, and tries again while a system does not answer. */
export async function registerNew(
  systems: readonly ConnectedSystem[],
  needs: {
    readonly service: RegistrationService;
    readonly actor: Actor;
    /** False while nothing may be recorded here, or another instance drives: two at a time would purge each other's job. */
    readonly mayDecide: () => boolean;
    readonly machine: Clock;
    readonly stopping: AbortSignal;
    readonly onTrouble: (system: string, error: unknown) => void;
  },
): Promise<void> {
  const { service, actor, mayDecide, machine, stopping, onTrouble } = needs;
  let waiting = systems.filter(({ declared }) => declared.submit === 'strict');
  while (!stopping.aborted) {
    const left: ConnectedSystem[] = [];
    for (const system of waiting) {
      const { id } = system.declared;
      if ((await service.last(id)) !== undefined) continue;
      const isDone =
        mayDecide() &&
        !system.zosmf.latch.refused &&
        (await service.register(id, actor).then(
          () => true,
          (error: unknown) => (onTrouble(id, error), false),
        ));
      if (!isDone) left.push(system);
    }
    waiting = left;
    if (waiting.length === 0) return;
    await machine.sleep(mayDecide() ? againAfterMs : lookAgainMs, stopping).catch(() => undefined);
  }
}
