/** One system call as strace shows it: where in the order it was entered, and where it returned. */
export interface Call {
  readonly name: string;
  readonly entered: number;
  readonly returned: number;
  readonly result: number;
  /** Path of the file descriptor, else of the first path argument. */
  readonly path: string;
  readonly text: string;
  /** It went through a descriptor opened with O_DSYNC: what it writes is durable when it returns. */
  readonly durable: boolean;
}

const line = /^(\d+)\s+(?:[\d.]+\s+)?(.*)$/;
const whole = /^(\w+)\((.*)\)\s+=\s+(-?\d+|\?)/s;
const resumed = /^<\.\.\. (\w+) resumed>(.*)\)\s+=\s+(-?\d+|\?)/s;

/**
 * Reads what `strace -f -y` wrote: threads interleave, and a call that was interrupted by another's line stands on two.
 *
 * @param trace text of the trace file
 */
export function callsOf(trace: string): Call[] {
  const calls: Call[] = [];
  const unfinished = new Map<string, { text: string; entered: number }>();
  const durable = new Set<string>();
  for (const [at, row] of trace.split('\n').entries()) {
    const [, pid = '', text = ''] = line.exec(row) ?? [];
    const cut = text.indexOf(' <unfinished ...>');
    if (cut >= 0) {
      unfinished.set(pid, { text: text.slice(0, cut), entered: at });
      continue;
    }
    const back = resumed.exec(text);
    const began = back === null ? undefined : unfinished.get(pid);
    const joined = began === undefined ? text : `${began.text}${text.slice(text.indexOf('resumed>') + 8)}`;
    const call = callFrom(joined, began?.entered ?? at, at, durable);
    if (call !== undefined) calls.push(call);
  }
  return calls;
}

function callFrom(text: string, entered: number, returned: number, durable: Set<string>): Call | undefined {
  const [, name, args = '', result = ''] = whole.exec(text) ?? [];
  if (name === undefined) return undefined;
  const descriptor = /^\d+<[^>]*>/.exec(args)?.[0] ?? '';
  const path =
    descriptor === '' ? (/"([^"]*)"/.exec(args)?.[1] ?? '') : descriptor.slice(descriptor.indexOf('<') + 1, -1);
  if (name === 'openat') noteOpened(text, durable);
  return {
    ...{ name, entered, returned, path, text: args },
    result: Number(result),
    durable: durable.has(descriptor),
  };
}

function noteOpened(text: string, durable: Set<string>): void {
  const opened = /= (\d+<[^>]*>)/.exec(text)?.[1];
  if (opened === undefined) return;
  if (/O_DSYNC|O_SYNC/.test(text)) durable.add(opened);
  else durable.delete(opened);
}

const writes = new Set(['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2']);
const syncs = new Set(['fsync', 'fdatasync', 'msync']);
const sends = new Set(['write', 'writev', 'sendto', 'sendmsg']);

const isWriteTo = (path: string) => (call: Call) => writes.has(call.name) && call.path === path && call.result > 0;
const isSyncOf = (path: string) => (call: Call) => syncs.has(call.name) && call.path === path && call.result === 0;
/** One call had returned before another was entered. */
const before = (first: Call, second: Call): boolean => first.returned < second.entered;

export interface Acknowledgement {
  readonly page: number;
  readonly call: Call;
}

/** Calls that tell somebody a page's number: what `form` finds in what leaves the process, but not to a file. */
export function acknowledgementsIn(calls: readonly Call[], form: RegExp): Acknowledgement[] {
  return calls
    .filter(({ name, path, result }) => sends.has(name) && result > 0 && /^(pipe|socket|TCP|UNIX)/.test(path))
    .flatMap((call) =>
      [...call.text.matchAll(new RegExp(form, `g${form.flags}`))].map((found) => ({ page: Number(found[1]), call })),
    )
    .filter(({ page }) => page > 0);
}

/**
 * What was acknowledged before it was durable: between the write of a page to the data file and its acknowledgement lie
 * a completed sync of the file, and after that a durable write of the root that points to it.
 */
export function acknowledgedTooEarly(
  calls: readonly Call[],
  dataFile: string,
  acknowledged: readonly Acknowledgement[],
): string[] {
  const written = calls.filter(isWriteTo(dataFile));
  const synced = calls.filter(isSyncOf(dataFile));
  return acknowledged.flatMap(({ page, call: ack }) => {
    const first = written.find(({ text }) => text.includes(idOf(page)));
    if (first === undefined || !before(first, ack)) return [`page ${page} was acknowledged before it was written`];
    const sync = synced.find((call) => before(first, call));
    if (sync === undefined || !before(sync, ack)) return [`page ${page} was acknowledged before its sync had ended`];
    const root = written.find((call) => before(sync, call));
    if (root === undefined || !before(root, ack)) return [`page ${page} was acknowledged before its root was written`];
    const isRootDurable = root.durable || synced.some((call) => before(root, call) && before(call, ack));
    return isRootDurable ? [] : [`page ${page} was acknowledged before its root was durable`];
  });
}

const idOf = (page: number): string => `:${String(page).padStart(12, '0')}\\"`;

/** Names that a power cut could take away: folders and data files made here, whose folder was not synced in time. */
export function namesNotDurable(calls: readonly Call[], root: string, first: Call): string[] {
  const made = calls.filter(
    ({ name, path, text, result }) =>
      path.startsWith(root) &&
      result >= 0 &&
      (name === 'mkdir' || (name === 'openat' && /O_CREAT/.test(text) && path.endsWith('/data.mdb'))),
  );
  const firsts = made.filter((call, at) => made.findIndex(({ path }) => path === call.path) === at);
  return firsts.flatMap((call) => {
    const parent = call.path.slice(0, call.path.lastIndexOf('/'));
    const synced = calls.some((sync) => isSyncOf(parent)(sync) && before(call, sync) && before(sync, first));
    return synced || !before(call, first) ? [] : [`the name ${call.path.slice(root.length)} was not synced`];
  });
}

/** What is missing of a blob before the page that names it is written: its bytes, its name, and the names above. */
export function blobNotDurable(
  calls: readonly Call[],
  { blobs, dataFile, digest, page }: { blobs: string; dataFile: string; digest: string; page: number },
): string[] {
  const folder = `${blobs}/${digest.slice(0, 2)}`;
  const naming = calls.find((call) => isWriteTo(dataFile)(call) && call.text.includes(idOf(page)));
  const write = calls.findLast((call) => writes.has(call.name) && call.path.startsWith(`${folder}/${digest}.`));
  const rename = calls.find(({ name, text }) => name.startsWith('rename') && text.includes(`${folder}/${digest}"`));
  if (naming === undefined || write === undefined || rename === undefined) return [`blob ${digest} was not written`];
  const between = (after: Call, until: Call, path: string) =>
    calls.some((call) => isSyncOf(path)(call) && before(after, call) && before(call, until));
  return [
    ...(between(write, rename, write.path) ? [] : [`blob ${digest}: its bytes were not synced before its name`]),
    ...(between(rename, naming, folder) ? [] : [`blob ${digest}: its folder was not synced before page ${page}`]),
    ...(between(rename, naming, blobs)
      ? []
      : [`blob ${digest}: the folder of folders was not synced before page ${page}`]),
  ];
}
