import { json, Refusal } from '../answer.ts';

/**
 * The error document of the TSO services: messages of z/OSMF (IZUG…). What became of an address space is told with
 * status 200 and no key; clients look at `msgData`.
 *
 * Source: z/OSMF Programming Guide, TSO/E address space services, «Error handling»; texts of IZUG1115E and IZUG1126E as
 * clients have shown them. The other numbers are not looked up on a system.
 */
export const tsoError = (status: number, messageId: keyof typeof texts, ...inserts: readonly string[]): Refusal =>
  new Refusal(
    json(status, {
      servletKey: null,
      ver: '0100',
      reused: false,
      timeout: false,
      msgData: [{ messageText: `${messageId}: ${texts[messageId](...inserts)}`, messageId, stackTrace: '' }],
    }),
  );

const texts = {
  IZUG1110E: (name = '') => `A required property "${name}" is missing or not valid in the request.`,
  IZUG1112E: () => 'The request content is not valid JSON.',
  IZUG1115E: (reason = '') =>
    `The request could not be completed. The common event adapter (CEA) component returned reason code ${reason}, reason "The maximum number of TSO address spaces have been created." , and diagnostic codes 0x0, 0x0, 0x0, 0x0.`,
  IZUG1126E: (key = '') =>
    `z/OSMF cannot correlate the request for key "${key}" with an active z/OS application session.`,
};
