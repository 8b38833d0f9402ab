/** The services of z/OSMF that share a limit of requests at a time. Consoles need TSO address spaces, as files do. */
export type Service = 'info' | 'jobs' | 'files' | 'console';

export interface WireRequest {
  /** Verb and thing for messages, such as `submit a job`. Never holds JCL or a credential. */
  readonly operation: string;
  readonly service: Service;
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** Path and query below the session's base path. */
  readonly resource: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, an object as JSON. */
  readonly body?: string | object;
  /** True when the request may change something: then it gets a connection of its own, and silence is doubt. */
  readonly changes: boolean;
}

export interface WireAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** What came instead of a good answer. */
export type WireFault =
  | { readonly kind: 'answer'; readonly answer: WireAnswer }
  | { readonly kind: 'unusable'; readonly why: string }
  | { readonly kind: 'not-connected'; readonly why: string }
  | { readonly kind: 'no-answer'; readonly why: string };
