/** People at the practice system: what an operator does there before confirming it in Lockstep. */
export class PracticeClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly user: { readonly id: string; readonly password: string },
  ) {}

  /** Issues an operator command through z/OSMF's console service, as this user. */
  async command(cmd: string): Promise<string> {
    const answer = await fetch(`${this.url}/zosmf/restconsoles/consoles/defcn`, {
      method: 'PUT',
      headers: { ...this.#basic(), 'Content-Type': 'application/json', 'X-CSRF-ZOSMF-HEADER': '' },
      body: JSON.stringify({ cmd }),
    });
    if (!answer.ok) throw new Error(`«${cmd}»: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { 'cmd-response'?: string })['cmd-response']?.trim() ?? '';
  }

  async write(dsname: string, member: string, text: string): Promise<void> {
    const answer = await fetch(`${this.url}/zosmf/restfiles/ds/${dsname}(${member})`, {
      method: 'PUT',
      headers: { ...this.#basic(), 'Content-Type': 'text/plain', 'X-CSRF-ZOSMF-HEADER': '' },
      body: text,
    });
    if (!answer.ok) throw new Error(`${dsname}(${member}): ${answer.status} ${await answer.text()}`);
  }

  /** The text of a member. @throws {Error} with z/OSMF's answer where there is none */
  async read(dsname: string, member: string): Promise<string> {
    const answer = await fetch(`${this.url}/zosmf/restfiles/ds/${dsname}(${member})`, {
      headers: { ...this.#basic(), 'X-CSRF-ZOSMF-HEADER': '' },
    });
    if (!answer.ok) throw new Error(`${dsname}(${member}): ${answer.status} ${await answer.text()}`);
    return answer.text();
  }

  /** Status of the newest job of this name; undefined where there is none. */
  async statusOf(jobname: string): Promise<string | undefined> {
    const answer = await fetch(`${this.url}/zosmf/restjobs/jobs?owner=*&prefix=${jobname}`, {
      headers: { ...this.#basic(), 'X-CSRF-ZOSMF-HEADER': '' },
    });
    return ((await answer.json()) as { status: string }[]).at(-1)?.status;
  }

  /** The system's own count of executions, by user correlator; jobs purged since are counted too. */
  async executions(): Promise<readonly { userCorrelator: string; submissions: number; executions: number }[]> {
    const answer = await fetch(`${this.url}/practice/executions`, { headers: { 'X-Practice-Token': this.token } });
    return ((await answer.json()) as { items: { userCorrelator: string; submissions: number; executions: number }[] })
      .items;
  }

  #basic(): Record<string, string> {
    return { Authorization: `Basic ${Buffer.from(`${this.user.id}:${this.user.password}`).toString('base64')}` };
  }
}
