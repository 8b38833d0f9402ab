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

  /** Job lists show what was true so many seconds of the book's clock ago. */
  async listLag(seconds: number): Promise<void> {
    await this.#send('PUT', 'list-lag', { seconds });
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
