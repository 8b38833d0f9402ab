/** How control leaves the clause that runs. */

/** LEAVE or ITERATE on its way to its loop. */
export class Jump extends Error {
  constructor(
    readonly kind: 'leave' | 'iterate',
    readonly target: string | undefined,
  ) {
    super(kind);
  }
}

/** SIGNAL on its way to its label. */
export class Signalled extends Error {
  constructor(readonly label: string) {
    super(`signal ${label}`);
  }
}

/** The end of the exec, by EXIT or behind its last clause. */
export class Exit extends Error {
  constructor(readonly value: string | undefined) {
    super('exit');
  }
}

/** RETURN on its way to the call. */
export class Returned extends Error {
  constructor(readonly value: string | undefined) {
    super('return');
  }
}
