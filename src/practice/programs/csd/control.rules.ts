/** Control statements of DFHCSDUP. */

/** The types of resource that a definition may have. */
export const types = [
  ...'PROGRAM TRANSACTION FILE MAPSET TDQUEUE TSMODEL PROFILE TRANCLASS DB2CONN DB2ENTRY DB2TRAN'.split(' '),
  ...'TERMINAL TYPETERM CONNECTION SESSIONS LIBRARY JOURNALMODEL LSRPOOL PARTITIONSET URIMAP'.split(' '),
  ...'WEBSERVICE PIPELINE TCPIPSERVICE BUNDLE ENQMODEL PROCESSTYPE DOCTEMPLATE IPCONN MQCONN'.split(' '),
  ...'MQMONITOR JVMSERVER ATOMSERVICE DUMPCODE'.split(' '),
];

const verbs =
  /^(DEFINE|ALTER|DELETE|COPY|ADD|REMOVE|LIST|EXTRACT|INITIALI[SZ]E|UPGRADE|VERIFY|SCAN|APPEND|SERVICE|USERDEFINE|PROCESS|MIGRATE)\b/i;

/** A command starts with its verb and goes on until the next; `*` in column 1 is a comment. */
export function commandsOf(lines: readonly string[]): string[] {
  const commands: string[] = [];
  for (const line of lines) {
    const text = line.slice(0, 72).trim();
    if (line.startsWith('*') || text === '') continue;
    if (verbs.test(text) || commands.length === 0) commands.push(text);
    else commands.push(`${commands.pop() ?? ''} ${text}`);
  }
  return commands.map((one) => one.replaceAll(/\s+/g, ' ').toUpperCase());
}

/** Operands by name, each with what stands in its brackets. */
export function operandsOf(text: string): Map<string, string> {
  const operands = new Map<string, string>();
  for (const [, key = '', value = ''] of text.matchAll(/([A-Z0-9]+)\s*(?:\(([^()]*(?:\([^()]*\))?[^()]*)\))?/g))
    operands.set(key, value.trim());
  return operands;
}

/** The resource that a command names. */
export function resource(operands: ReadonlyMap<string, string>): { type: string; name: string } | undefined {
  for (const [key, value] of operands) {
    const type = types.find((one) => one === key || (key.length >= 4 && one.startsWith(key)));
    if (type !== undefined) return { type, name: value };
  }
  return undefined;
}

/** Whether a group, list or resource may have the name. */
export const validName = (name: string): boolean => /^[A-Z0-9@#$]{1,8}$/.test(name);
