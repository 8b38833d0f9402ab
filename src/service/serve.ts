import type { Config } from '../config/read-config.ts';

/** Runs the service until it is told to stop. */
export function serve(_config: Config): Promise<void> {
  return Promise.reject(new Error('the service is not assembled yet'));
}
