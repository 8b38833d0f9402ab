import { passwordVariableOf, zosmfPassword } from '../config/credentials.ts';
import type { Config } from '../config/read-config.ts';
import type { Estate, JobCard, System } from '../estate/estate.schema.ts';
import { jobCardValues, type Templates } from '../jcl/index.ts';
import type { Blobs } from '../ledger/ledger.schema.ts';
import { answerSystemChecks } from '../readiness/index.ts';
import type { SystemCheck } from '../releases/plan.schema.ts';
import type { Release } from '../releases/release.schema.ts';
import type { EngineSystem } from '../runs/index.ts';
import { systemClock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Chance } from '../shared/ids.ts';
import { type ConnectedZosmf, connectZosmf, settleConnection, type ZosmfTimeouts } from '../zosmf/index.ts';

/** A system of the estate with its connection. */
export interface ConnectedSystem extends EngineSystem {
  readonly declared: System;
  readonly zosmf: ConnectedZosmf;
}

export type SystemTimeouts = Pick<Config, 'zosmfTimeoutSeconds' | 'zosmfConnectTimeoutSeconds'>;

export type PasswordOf = (system: string) => string | undefined;

const fromEnvironment: PasswordOf = (system) => zosmfPassword(system)?.reveal();

/**
 * Connects to every system of the estate; nothing is sent yet.
 *
 * @throws {LockstepError} `config.invalid` when a system has no password in the environment and no profile gives one
 */
export async function connectSystems(
  estate: Estate,
  config: SystemTimeouts,
  passwordOf: PasswordOf = fromEnvironment,
): Promise<ReadonlyMap<string, ConnectedSystem>> {
  const answerMs = config.zosmfTimeoutSeconds * 1000;
  const timeouts = { connectMs: config.zosmfConnectTimeoutSeconds * 1000, answerMs, silenceMs: answerMs };
  const connected = await Promise.all(
    estate.systems.map((system) => connect(system, estate, { timeouts, passwordOf })),
  );
  return new Map(connected.map((system) => [system.declared.id, system]));
}

async function connect(
  declared: System,
  estate: Estate,
  { timeouts, passwordOf }: { timeouts: ZosmfTimeouts; passwordOf: PasswordOf },
): Promise<ConnectedSystem> {
  const given = passwordOf(declared.id);
  const { connection, password } = await settleConnection(declared.zosmf, { password: given });
  if (password === undefined) {
    const setting = passwordVariableOf(declared.id);
    throw new LockstepError(
      'config.invalid',
      `${setting}: must hold the password of ${connection.user} on ${declared.id}`,
      { setting },
    );
  }
  const zosmf = connectZosmf({
    system: declared.id,
    connection,
    password,
    timeouts,
  });
  return {
    ...{ declared, zosmf, jobCard: jobCardFor(declared.id, estate), pollEverySeconds: declared.pollEverySeconds },
    sideBySide: new Map(declared.jobClasses.map((each) => [each.class, each.sideBySide])),
  };
}

function jobCardFor(system: string, estate: Estate): JobCard {
  const card = estate.jobCards.find((each) => each.system === system);
  if (card === undefined)
    throw new LockstepError('config.invalid', `jobCards: there is none for ${system}`, { setting: 'jobCards' });
  return card;
}

/** Answers questions about a system for readiness and for check steps. Waits are machine time. */
export function checksOver(
  systems: (id: string) => ConnectedSystem,
  { templates, blobs, chance }: { templates: Templates; blobs: Blobs; chance: Chance },
) {
  return async (id: string, checks: readonly SystemCheck[], release: Release) => {
    const { zosmf, jobCard, declared } = systems(id);
    const { version, prefix, changes } = release;
    const values = jobCardValues({ release: release.id, version, prefix, step: 'CHK', changes });
    return answerSystemChecks(checks, {
      ...{ zosmf, jobCard, values, templates, chance, blobs },
      db2: declared.db2,
      clock: systemClock,
    });
  };
}
