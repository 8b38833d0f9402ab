/** Frames at the bottom of every call stack of the address space that serves a request. */
const bottom = ['TsoServlet::run()', 'main', 'CEEVROND', 'EDCZHINV', 'CEEBBEXT'];

/** The topmost frame by category, where a caller names none. */
const topmost: Readonly<Record<number, string>> = {
  1: 'DatasetUtilServlet::validateRequest()',
  4: 'IspfInterface::throwIspfException(int,const char*,int)',
  6: 'DatasetAllocation::allocate()',
  7: 'JsonParser::parse()',
  8: 'CreateDatasetServlet::createDataset()',
  16: 'Translator::initialize()',
};

/**
 * A call stack as error documents of the files service carry it: number, entry point and offset, name; one frame a line.
 * Addresses are made up, the same for a name each time.
 */
export function errorStack(category: number, frame?: string): string {
  const names = [frame ?? topmost[category] ?? 'TsoServlet::service()', ...bottom];
  return names.map((name, at) => `${String(at + 1).padStart(3)} ${addressOf(name)} ${name}\n`).join('');
}

function addressOf(name: string): string {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) & 0x1f_ffff;
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0');
  return `${hex(0x1530_0000 + (hash & ~7))}+${hex((hash & 0xff8) + 0x86)}`;
}
