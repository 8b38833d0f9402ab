import type { BookConfig } from '../config/read-config.ts';

/** Makes the views anew from the pages. */
export function rebuild(_config: BookConfig): Promise<void> {
  return Promise.reject(new Error('the service is not assembled yet'));
}
