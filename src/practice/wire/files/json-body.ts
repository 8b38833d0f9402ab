import { notJson } from './errors.ts';

/** The JSON document of a body. @throws {Refusal} 400 category 7 */
export function documentOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw notJson();
  }
}
