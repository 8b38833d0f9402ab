import { ApiRefusal } from './api-client.ts';

/** The words with which the API refused. @throws {Error} when it did not refuse */
export async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof ApiRefusal) return error.message;
    throw error;
  }
  throw new Error('the service should have refused this');
}
