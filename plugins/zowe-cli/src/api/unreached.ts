import { placeOf, type Connection } from '../connection/connection.ts';
import { LockstepFailure } from './failure.ts';

/** Node.js and OpenSSL codes that a person can act on. */
const reasons: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ECONNREFUSED: ['nothing listens there', 'Check host and port, and that the service is up.'],
  ENOTFOUND: ['the host name is not known', 'Check the host.'],
  EAI_AGAIN: ['the host name cannot be looked up now', 'Check the name server of this machine.'],
  ETIMEDOUT: ['there is no answer', 'Check host, port and firewall.'],
  EHOSTUNREACH: ['there is no way to the host', 'Check host, network and firewall.'],
  ECONNRESET: ['the connection was cut', 'Check that the protocol is right, and that the service is up.'],
  EPROTO: ['it does not speak TLS', 'Is protocol http right for this port?'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['it does not speak TLS', 'Is protocol http right for this port?'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['it does not speak TLS', 'Is protocol http right for this port?'],
  HPE_INVALID_CONSTANT: ['it does not speak HTTP', 'Is protocol https right for this port?'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['its certificate is for another name', 'Use the host name that the certificate has.'],
  CERT_HAS_EXPIRED: ['its certificate has expired', 'Ask whoever runs the service.'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['its certificate is signed by itself', trust()],
  SELF_SIGNED_CERT_IN_CHAIN: ['the signer of its certificate is not known here', trust()],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['the signer of its certificate is not known here', trust()],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['the signer of its certificate is not known here', trust()],
};

function trust(): string {
  return 'Name the signer in NODE_EXTRA_CA_CERTS; --reject-unauthorized false trusts anybody.';
}

/** The failure of an exchange that got no whole answer, in words. */
export function unreached(connection: Connection, error: unknown): LockstepFailure {
  if (error instanceof LockstepFailure) return error;
  const code = codeOf(error);
  const [reason, details] = reasons[code ?? ''] ?? [error instanceof Error ? error.message : 'unknown', ''];
  return new LockstepFailure('notReached', `Lockstep was not reached at ${placeOf(connection)}: ${reason}.`, {
    ...{ code, cause: error },
    ...(details === '' ? {} : { details }),
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
