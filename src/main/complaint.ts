import { types } from 'node:util';
import { LockstepError } from '../shared/errors.ts';

/** An error as a person at a terminal reads it: what is wrong, never a stack trace. */
export function complaintOf(error: unknown): string {
  if (error instanceof LockstepError) return error.code === 'config.invalid' ? settingsText(error) : error.message;
  if (!types.isNativeError(error)) return String(error);
  const { code, address, port, path } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  switch (code) {
    case 'EADDRINUSE':
      return `${address ?? 'the host'}:${port ?? ''} is in use: choose another port with --port`;
    case 'EACCES':
      return port === undefined ? `${path ?? 'the file'}: permission denied` : `port ${port}: permission denied`;
    case 'ENOENT':
      return `${path ?? 'the file'} does not exist`;
    case 'EISDIR':
      return `${path ?? 'the path'} is a folder, not a file`;
    default:
      return error.message === 'fetch failed' ? `a connection failed: ${causeOf(error)}` : error.message;
  }
}

/** What Node.js hides behind «fetch failed». */
function causeOf({ cause }: Error): string {
  if (!types.isNativeError(cause)) return 'no reason is known';
  return cause.message === '' ? ((cause as NodeJS.ErrnoException).code ?? 'no reason is known') : cause.message;
}

function settingsText({ message }: LockstepError): string {
  return message.includes('\n') ? `these settings are wrong:\n${message.replaceAll(/^/gm, '  ')}` : message;
}
