import { LockstepError } from '../shared/errors.ts';

/**
 * Guards one credential: RACF revokes a user id after a few wrong passwords, so the first 401 stops all work for it
 * until `reset`. Before the first success calls go one at a time, so that a wrong password is tried once, not once for
 * each request that happens to be waiting. Connections that use one credential share one latch.
 */
export class CredentialLatch {
  private state: 'unproven' | 'proven' | 'refused' = 'unproven';
  private turn: Promise<void> = Promise.resolve();

  constructor(
    /** Called once per refusal: the place for an alarm. */
    private readonly onRefused: () => void = () => undefined,
  ) {}

  get refused(): boolean {
    return this.state === 'refused';
  }

  /** The system has accepted the credential, and has not refused it since. */
  get proven(): boolean {
    return this.state === 'proven';
  }

  /**
   * Runs `work` when the credential may be used.
   *
   * @throws {LockstepError} `zosmf.credential` without running `work`, after a refusal
   */
  async pass<T>(who: string, work: () => Promise<T>): Promise<T> {
    this.check(who);
    if (this.state === 'proven') return work();
    const before = this.turn;
    let done: () => void = () => undefined;
    this.turn = new Promise((resolve) => (done = resolve));
    try {
      await before;
      this.check(who);
      if (this.state === 'unproven') return await work();
    } finally {
      done();
    }
    return work();
  }

  /** Throws when the credential was refused; asked again just before a request is sent. */
  check(who: string): void {
    if (this.state === 'refused')
      throw new LockstepError(
        'zosmf.credential',
        `${who}: the credential was refused before; nothing is sent until it is corrected`,
        { who },
      );
  }

  /** The system accepted the credential. */
  prove(): void {
    if (this.state === 'unproven') this.state = 'proven';
  }

  refuse(): void {
    if (this.state === 'refused') return;
    this.state = 'refused';
    this.onRefused();
  }

  /** A person has corrected the credential: work may start again, one call first. */
  reset(): void {
    this.state = 'unproven';
  }
}
