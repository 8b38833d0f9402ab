import type { Blobs } from '../ledger/ledger.schema.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { LockstepError } from '../shared/errors.ts';
import { Plan } from './plan.schema.ts';
import type { Planned } from './planner.rules.ts';

/** Keeps a plan and its JCL. @returns the digest of the plan's canonical JSON */
export async function keepPlan(blobs: Blobs, { plan, jcl }: Planned): Promise<string> {
  for (const text of jcl.values()) await blobs.put(text);
  return blobs.put(canonicalJson(plan));
}

/** @throws {LockstepError} `ledger.damaged` where the blob is gone */
export async function keptPlan(blobs: Blobs, digest: string): Promise<Plan> {
  return Plan.parse(JSON.parse(await keptText(blobs, digest)));
}

/** @throws {LockstepError} `ledger.damaged` where the blob is gone */
export async function keptText(blobs: Blobs, digest: string): Promise<string> {
  const content = await blobs.get(digest);
  if (content === undefined)
    throw new LockstepError('ledger.damaged', `the content ${digest} is not there`, { digest });
  return content.toString('utf8');
}
