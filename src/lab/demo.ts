export interface DemoOptions {
  readonly fail: boolean;
  readonly kill: boolean;
  readonly stay: boolean;
  readonly speed?: number;
}

/** @returns whether the night came to the end that it should */
export function demo(_options: DemoOptions): Promise<boolean> {
  return Promise.reject(new Error('the demo is not there yet'));
}
