/** Jobs with one user part of a correlator, as the practice system counts them. */
export interface ExecutionCount {
  readonly userCorrelator: string;
  readonly submissions: number;
  readonly executions: number;
  readonly jobs: readonly { readonly jobname: string }[];
}

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
    return (await this.#get(`restfiles/ds/${dsname}(${member})`)).text();
  }

  /** The bytes of a member as they lie on disk. */
  async bytes(dsname: string, member: string): Promise<Uint8Array> {
    const answer = await this.#get(`restfiles/ds/${dsname}(${member})`, { 'X-IBM-Data-Type': 'binary' });
    return new Uint8Array(await answer.arrayBuffer());
  }

  async members(dsname: string): Promise<readonly string[]> {
    const answer = await this.#get(`restfiles/ds/${dsname}/member`);
    return ((await answer.json()) as { items: { member: string }[] }).items.map(({ member }) => member);
  }

  /** Submits a job as this user, with the user part of its correlator. */
  async submit(jcl: string, correlator: string): Promise<{ jobid: string }> {
    const answer = await fetch(`${this.url}/zosmf/restjobs/jobs`, {
      method: 'PUT',
      headers: {
        ...this.#basic(),
        ...{ 'Content-Type': 'text/plain', 'X-IBM-User-Correlator': correlator, 'X-CSRF-ZOSMF-HEADER': '' },
      },
      body: jcl,
    });
    if (!answer.ok) throw new Error(`submit: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { jobid: string };
  }

  /** A job's JCL as it was submitted. */
  async jclOf(correlator: string): Promise<string> {
    return (await this.#get(`restjobs/jobs/${encodeURIComponent(correlator)}/files/JCL/records`)).text();
  }

  /** How each job step of a job ended, in order: `CC 0012`, `FLUSHED`. */
  async completions(correlator: string): Promise<readonly string[]> {
    const answer = await this.#get(`restjobs/jobs/${encodeURIComponent(correlator)}?step-data=Y`);
    const steps = ((await answer.json()) as { 'step-data'?: { completion?: string }[] })['step-data'] ?? [];
    return steps.map(({ completion = '' }) => completion);
  }

  async jobs(prefix: string): Promise<readonly { jobid: string; status: string; 'job-correlator': string }[]> {
    const answer = await this.#get(`restjobs/jobs?owner=*&prefix=${prefix}`);
    return (await answer.json()) as { jobid: string; status: string; 'job-correlator': string }[];
  }

  async dataSets(level: string): Promise<readonly string[]> {
    const answer = await this.#get(`restfiles/ds?dslevel=${level}`);
    return ((await answer.json()) as { items: { dsname: string }[] }).items.map(({ dsname }) => dsname);
  }

  /** Status of the newest job of this name; undefined where there is none. */
  async statusOf(jobname: string): Promise<string | undefined> {
    const answer = await this.#get(`restjobs/jobs?owner=*&prefix=${jobname}`);
    return ((await answer.json()) as { status: string }[]).at(-1)?.status;
  }

  /** The system's own count of executions, by user correlator; jobs purged since are counted too. */
  async executions(): Promise<readonly ExecutionCount[]> {
    const answer = await fetch(`${this.url}/practice/executions`, { headers: { 'X-Practice-Token': this.token } });
    return ((await answer.json()) as { items: ExecutionCount[] }).items;
  }

  async #get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const answer = await fetch(`${this.url}/zosmf/${path}`, {
      headers: { ...this.#basic(), ...headers, 'X-CSRF-ZOSMF-HEADER': '' },
    });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  #basic(): Record<string, string> {
    return { Authorization: `Basic ${Buffer.from(`${this.user.id}:${this.user.password}`).toString('base64')}` };
  }
}
