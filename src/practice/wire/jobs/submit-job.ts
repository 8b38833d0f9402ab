import type { JobEvent, JobNotification } from '../../jes/jes.ts';
import { header, json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { jobDocument } from './document.ts';
import { badHeader, jobsError } from './errors.ts';
import { submittedLines } from './submit-input.ts';

const correlatorForm = /^[A-Z$#@][A-Z0-9$#@]{0,31}$/;
const symbolPrefix = 'x-ibm-jcl-symbol-';
const symbolName = /^[A-Z$#@][A-Z0-9$#@]{0,7}$/;
const mostSymbols = 128;
const longestOptions = 4096;
const events: readonly JobEvent[] = ['ready', 'active', 'complete'];

/**
 * Submits a job (z/OSMF Programming Guide, Submit a job). Every accepted request is a new job: nothing makes two of them one.
 * JCL errors are no concern of this answer.
 */
export function submitJob(parts: WireParts, request: WireRequest, subsystem: string | undefined): WireAnswer {
  const jcl = submittedLines(parts, request);
  const userCorrelator = header(request, 'X-IBM-User-Correlator');
  if (userCorrelator !== undefined && !correlatorForm.test(userCorrelator)) throw badHeader('X-IBM-User-Correlator');
  const messageClass = header(request, 'X-IBM-Intrdr-Class')?.toUpperCase();
  if (messageClass !== undefined && !/^[A-Z0-9]$/.test(messageClass)) throw badHeader('X-IBM-Intrdr-Class');
  const notification = notificationOf(request);
  const job = parts.jes.submit({
    jcl,
    user: request.user,
    symbols: symbolsOf(request),
    ...(userCorrelator === undefined ? {} : { userCorrelator }),
    ...(messageClass === undefined ? {} : { messageClass }),
    ...(subsystem === undefined ? {} : { subsystem }),
    ...(notification === undefined ? {} : { notification }),
  });
  if (job === undefined) throw jobsError(400, 13, 'Job input was not recognized by system as a job');
  return json(201, jobDocument(job, { origin: request.origin, sysname: parts.site.system.name }));
}

function symbolsOf(request: WireRequest): ReadonlyMap<string, string> {
  const symbols = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    if (!name.startsWith(symbolPrefix) || typeof value !== 'string') continue;
    const symbol = name.slice(symbolPrefix.length).toUpperCase();
    if (!symbolName.test(symbol)) throw badHeader(`X-IBM-JCL-Symbol-${symbol}`);
    symbols.set(symbol, value);
  }
  if (symbols.size > mostSymbols) throw badHeader('X-IBM-JCL-Symbol');
  return symbols;
}

/** Options without a URL have no effect. Without options the end of the job is told. */
function notificationOf(request: WireRequest): JobNotification | undefined {
  const url = header(request, 'X-IBM-Notification-URL');
  if (url === undefined) return undefined;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw badHeader('X-IBM-Notification-URL');
  const options = header(request, 'X-IBM-Notification-Options');
  return { url, events: options === undefined ? ['complete'] : eventsOf(options) };
}

function eventsOf(options: string): readonly JobEvent[] {
  const wrong = badHeader('X-IBM-Notification-Options');
  if (options.length > longestOptions) throw wrong;
  let document: unknown;
  try {
    document = JSON.parse(options);
  } catch {
    throw wrong;
  }
  if (typeof document !== 'object' || document === null || !('events' in document)) throw wrong;
  const named: unknown = document.events;
  if (!Array.isArray(named) || named.length === 0) throw wrong;
  return named.map((name) => {
    const event = events.find((one) => one === name);
    if (event === undefined) throw wrong;
    return event;
  });
}
