import { json, Refusal } from '../answer.ts';

/** The console services' own error document. */
export const consoleError = (status: number, returnCode: number, reasonCode: number, reason: string) =>
  new Refusal(json(status, { 'return-code': returnCode, 'reason-code': reasonCode, reason }));
