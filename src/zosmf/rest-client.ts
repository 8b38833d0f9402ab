import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { ZosmfRestClient } from '@zowe/core-for-zowe-sdk';
import { Logger, type Session } from '@zowe/imperative';

interface RequestOptions {
  agent?: unknown;
  checkServerIdentity?: typeof checkServerIdentity;
}

/** Methods of the client that its types call private. */
interface Internals {
  buildOptions(resource: string, request: string, headers?: unknown[]): RequestOptions;
  requestHandler(response: IncomingMessage): void;
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'simple'];
/**
 * Zowe's loggers take the call stack apart for each message, some ten a request, and keep what they are told in memory
 * until a command line reads it. Nobody does here: what went wrong comes as an error.
 */
for (const level of levels) Object.defineProperty(Logger.prototype, level, { value: () => '', configurable: true });

/**
 * Zowe's z/OSMF client without its log, and with three faults of transport taken out:
 * - it re-sends any request, a submit too, when a kept-alive connection turns out to be dead; with `fresh` the request
 *   gets a connection of its own, which is never re-sent;
 * - it waits for ever when a connection ends in the middle of an answer;
 * - it sends requests for this very machine to the proxy that the environment names.
 */
export class TransportClient extends ZosmfRestClient {
  #handshake: 'unseen' | 'begun' | 'done' = 'unseen';

  constructor(session: Session, fresh: boolean) {
    super(session);
    this.mData = Buffer.alloc(0);
    const internals = this as unknown as Internals;
    const buildOptions = internals.buildOptions.bind(this);
    const requestHandler = internals.requestHandler.bind(this);
    internals.buildOptions = (resource, request, headers) => {
      const options = buildOptions(resource, request, headers);
      if (isThisMachine(session.ISession.hostname)) delete options.agent;
      return this.#watched(fresh && options.agent === undefined ? { ...options, agent: false } : options);
    };
    internals.requestHandler = (response) => {
      response.once('error', (error) => (this.mReject as (error: Error) => void)(error));
      requestHandler(response);
    };
  }

  /**
   * True where the TLS handshake surely did not come to its end: nothing of the request was sent. The name in the
   * certificate is checked at the end of a handshake; where certificates are not checked, nothing tells.
   */
  get handshakeFailed(): boolean {
    return this.#handshake === 'begun';
  }

  #watched(options: RequestOptions): RequestOptions {
    if (options.agent !== false || this.session.ISession.rejectUnauthorized === false) return options;
    this.#handshake = 'begun';
    const check = (host: string, certificate: PeerCertificate) => {
      const fault = checkServerIdentity(host, certificate);
      if (fault === undefined) this.#handshake = 'done';
      return fault;
    };
    return { ...options, checkServerIdentity: check };
  }

  /** HTTP status and content type of the answer; undefined before there is one. */
  get head(): { status: number; contentType: string } | undefined {
    const response = this.mResponse as IncomingMessage | undefined;
    if (response?.statusCode === undefined) return undefined;
    return { status: response.statusCode, contentType: response.headers['content-type'] ?? '' };
  }

  /** The whole body; empty before the answer has ended. */
  get bytes(): Buffer {
    return this.mData;
  }
}

function isThisMachine(host: string | undefined): boolean {
  return host === 'localhost' || host === '::1' || (host !== undefined && isIP(host) === 4 && host.startsWith('127.'));
}
