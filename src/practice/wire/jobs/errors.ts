import { json, Refusal } from '../answer.ts';

/** A jobs error document, keys in the order of the jobs service; category 6 is «Service». */
export function jobsError(
  status: number,
  reason: number,
  message: string,
  rc = 4,
  category = 6,
  details?: readonly string[],
): Refusal {
  const stack = `JesException: CATEGORY_${String(category)} rc=${String(rc)} reason=${String(reason)} ${message}`;
  return new Refusal(
    json(status, { rc, reason, stack, category, message, ...(details === undefined ? {} : { details }) }),
  );
}

export const badQuery = (name: string) => jobsError(400, 4, `Value of ${name} query parameter is not valid`);
export const noMatch = (method: string, pathInfo: string) =>
  jobsError(400, 7, `No match for method ${method} and pathInfo='${pathInfo}'`);
export const noJob = (reference: string) => jobsError(400, 10, `No job found for reference: '${reference}'`);
/** A header of a wrong form; the reference names reason 4 for queries, and its wording for headers is unconfirmed. */
export const badHeader = (name: string) => jobsError(400, 4, `Value of ${name} header is not valid`);
