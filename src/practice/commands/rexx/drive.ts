import type { Running } from './exec.ts';

/** Runs a generator to its end. */
export async function drive<T>(running: Running<T>): Promise<T> {
  let next = running.next();
  while (next.done !== true) {
    try {
      const value = await next.value;
      next = running.next(value);
    } catch (error) {
      next = running.throw(error);
    }
  }
  return next.value;
}
