import { header, json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { jobDocument } from './document.ts';
import { jobsError } from './errors.ts';
import { submittedLines } from './submit-input.ts';

const correlatorForm = /^[A-Z$#@][A-Z0-9$#@]{0,31}$/;
const symbolHeader = /^x-ibm-jcl-symbol-([a-z$#@][a-z0-9$#@]{0,7})$/;

/**
 * Submits a job (z/OSMF Programming Guide, Submit a job). Every accepted request is a new job: nothing makes two of them one.
 * JCL errors are no concern of this answer.
 */
export function submitJob(parts: WireParts, request: WireRequest): WireAnswer {
  const jcl = submittedLines(parts, request);
  const userCorrelator = header(request, 'X-IBM-User-Correlator');
  if (userCorrelator !== undefined && !correlatorForm.test(userCorrelator)) {
    throw jobsError(400, 4, 'Value of X-IBM-User-Correlator header is not valid');
  }
  const messageClass = header(request, 'X-IBM-Intrdr-Class');
  const job = parts.jes.submit({
    jcl,
    user: request.user,
    symbols: symbolsOf(request),
    ...(userCorrelator === undefined ? {} : { userCorrelator }),
    ...(messageClass === undefined ? {} : { messageClass: messageClass.toUpperCase() }),
  });
  if (job === undefined) throw jobsError(400, 13, 'Job input was not recognized by system as a job');
  return json(201, jobDocument(job, { origin: request.origin, sysname: parts.site.system.name }));
}

function symbolsOf(request: WireRequest): ReadonlyMap<string, string> {
  const symbols = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    const symbol = symbolHeader.exec(name)?.[1];
    if (symbol !== undefined && typeof value === 'string') symbols.set(symbol.toUpperCase(), value);
  }
  return symbols;
}
