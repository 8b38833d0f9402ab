import { z } from 'zod';
import type { Actor } from '../ledger/entry.schema.ts';

export const Role = z.enum([
  'requester',
  'approver',
  'change-manager',
  'release-manager',
  'implementer',
  'operator',
  'auditor',
  'administrator',
]);
export type Role = z.infer<typeof Role>;

export const PersonId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,31}$/, 'must be a person id: 2-32 of a-z 0-9 -, a letter first');

/** Whoever is behind a request: the person, what they may do, and how their request wants to be recorded. */
export interface Caller {
  readonly person: string;
  readonly roles: readonly Role[];
  readonly actor: Actor;
  readonly key?: { readonly key: string; readonly digest: string };
  /** The version read, from If-Match. */
  readonly ifMatch?: number;
}

/** What a request shows of itself: the Authorization header, or the session cookie of a browser. */
export interface Credentials {
  readonly authorization?: string;
  readonly session?: string;
}

/** A person who proved who they are. A browser session may look, never act. */
export interface Identity {
  readonly person: string;
  readonly roles: readonly Role[];
  readonly means: 'bearer' | 'session';
}

/** Where a request's credentials become a person; local tokens today, another provider by another implementation. */
export interface Authenticator {
  /** @returns undefined for a credential that proves nobody */
  authenticate(credentials: Credentials): Promise<Identity | undefined>;
}
