/** Every way in which Lockstep refuses or fails, by stable code. `status` is the HTTP status of the problem document. */
export const problems = {
  'request.malformed': { status: 400, title: 'The request cannot be read' },
  'request.invalid': { status: 400, title: 'The request does not fit its schema' },
  'request.too-large': { status: 413, title: 'The request body is over the limit' },
  'request.unsupported-media-type': { status: 415, title: 'The body must be application/json' },
  'request.not-found': { status: 404, title: 'There is no such thing here' },
  'request.method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'request.version-required': { status: 428, title: 'If-Match with the version that was read is required' },
  'request.version-stale': { status: 412, title: 'The record was changed since it was read' },
  'request.key-reused': { status: 422, title: 'This Idempotency-Key was used for another request' },
  'request.too-many': { status: 429, title: 'Too many requests' },
  'access.unauthenticated': { status: 401, title: 'Sign in first' },
  'access.forbidden': { status: 403, title: 'Your roles do not allow this' },
  'ledger.unknown-outcome': { status: 503, title: 'Whether this was recorded is not known yet' },
  'ledger.unavailable': { status: 503, title: 'The ledger cannot be written' },
  'ledger.behind': { status: 503, title: 'This instance has not read that page yet' },
  'ledger.entry-unfit': { status: 400, title: 'An entry cannot be recorded' },
  'ledger.damaged': { status: 500, title: 'The ledger does not agree with itself' },
  'clock.apart': { status: 503, title: 'The clocks do not agree' },
  'clock.real-book': { status: 409, title: 'A real book keeps real time' },
  'zosmf.unreachable': { status: 502, title: 'z/OSMF did not answer' },
  'zosmf.credential': { status: 502, title: 'z/OSMF refused the credential: all work for it has stopped' },
  'zosmf.in-doubt': { status: 502, title: 'The request was sent to z/OSMF, and whether it took effect is not known' },
  'zosmf.refused': { status: 502, title: 'z/OSMF refused the request' },
  'zosmf.busy': { status: 503, title: 'z/OSMF is busy' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;
