import type { AddressSpace } from '../../address-spaces/address-spaces.ts';

const version = '0100';

/** Messages that wait, and the prompt when the address space waits for input. */
export function takeTsoData({ waiting }: AddressSpace): object[] {
  const messages = waiting.lines.splice(0).map((line) => ({ 'TSO MESSAGE': { VERSION: version, DATA: line } }));
  if (!waiting.prompt) return messages;
  waiting.prompt = false;
  return [...messages, { 'TSO PROMPT': { VERSION: version, HIDDEN: 'FALSE' } }];
}

/** The head that all documents of an address space share. */
export const spaceDocument = ({ servletKey }: Pick<AddressSpace, 'servletKey'>, tsoData?: readonly object[]) => ({
  servletKey,
  ver: version,
  ...(tsoData === undefined || tsoData.length === 0 ? {} : { tsoData }),
  reused: false,
  timeout: tsoData?.length === 0,
});
