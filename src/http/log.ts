import { pino, type DestinationStream, type Logger } from 'pino';
import type { LevelWithSilent } from 'pino';

export type { Logger };
export type LogLevel = LevelWithSilent;

const secretNames = ['authorization', 'cookie', 'set-cookie', 'password', 'token', 'secret', 'jwt'];
const secretPaths = secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);

/** Structured log, one JSON object a line. Fields that hold credentials are blacked out wherever they stand. */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = { level, redact: { paths: secretPaths, censor: '[redacted]' }, base: null };
  return destination === undefined ? pino(options) : pino(options, destination);
}
