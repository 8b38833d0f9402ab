/** What only a practice system has: counts of what it really did, and faults on demand. */
export class PracticeDirector {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Lets something go wrong for the requests that fit: `method`, `path` (regular expression), `times`, `skip`, `effect`. */
  async fault(fault: object): Promise<void> {
    await this.#send('POST', 'faults', fault);
  }

  /** Faults that have not struck as often as they were to. */
  async faultsLeft(): Promise<readonly object[]> {
    return ((await (await this.#send('GET', 'faults')).json()) as { items: object[] }).items;
  }

  async noFaults(): Promise<void> {
    await this.#send('DELETE', 'faults');
  }

  /** Jobs appear in lists so many seconds of the book's clock late. @param forSeconds how long that lasts */
  async listLag(seconds: number, forSeconds?: number): Promise<void> {
    await this.#send('PUT', 'list-lag', { seconds, ...(forSeconds === undefined ? {} : { forSeconds }) });
  }

  /** An installation exit gives the next jobs this user part of the correlator. */
  async overrideCorrelators(userPart: string, times = 1): Promise<void> {
    await this.#send('PUT', 'correlator-exit', { userPart, times });
  }

  /** The next changes of jobs are answered 202, and take effect so many seconds later. */
  async answerModifiesLater(seconds: number, times = 1): Promise<void> {
    await this.#send('PUT', 'later-modifies', { seconds, times });
  }

  /** The next jobs of this name (`*` as a mask) leave the system with their output as they end. */
  async purgeAtEnd(jobname: string, times = 1): Promise<void> {
    await this.#send('PUT', 'purge-at-end', { jobname, times });
  }

  /** Job numbers go round between these two. */
  async jobNumbers(from: number, to: number): Promise<void> {
    await this.#send('PUT', 'job-numbers', { from, to });
  }

  async revoke(user: string): Promise<void> {
    await this.#send('POST', `users/${user}/revoke`);
  }

  async resume(user: string): Promise<void> {
    await this.#send('POST', `users/${user}/resume`);
  }

  /** Requests that a fault holds back: `PUT /zosmf/restjobs/jobs`. */
  async heldBack(): Promise<readonly string[]> {
    return ((await (await this.#send('GET', 'held-back')).json()) as { items: string[] }).items;
  }

  /** Lets all requests that are held back land, in order. */
  async land(): Promise<readonly string[]> {
    return ((await (await this.#send('POST', 'held-back')).json()) as { items: string[] }).items;
  }

  /** Anything else below /practice, such as `PUT initiators`. */
  async order(method: 'POST' | 'PUT', path: string, body?: object): Promise<void> {
    await this.#send(method, path, body);
  }

  /** Requests to z/OSMF so far, by method and service: `PUT restjobs/jobs`. */
  async requests(): Promise<Readonly<Record<string, number>>> {
    return (await this.#send('GET', 'requests')).json() as Promise<Record<string, number>>;
  }

  async #send(method: string, path: string, body?: object): Promise<Response> {
    const answer = await fetch(`${this.url}/practice/${path}`, {
      method,
      headers: { 'X-Practice-Token': this.token, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} /practice/${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
