import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { jobDocument } from './document.ts';
import type { JobPath } from './find-job.ts';

/** One job by name and id or by correlator; `step-data=Y` and `exec-data=Y` add to it. */
export function jobStatus(parts: WireParts, request: WireRequest, path: JobPath): WireAnswer {
  const asked = (name: string) => request.query.get(name)?.toUpperCase() === 'Y';
  const options = {
    origin: request.origin,
    sysname: parts.site.system.name,
    execData: asked('exec-data'),
    stepData: asked('step-data'),
  };
  return json(200, jobDocument(path.find(parts.jes), options));
}
