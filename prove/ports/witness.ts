import type { Entry } from '../../src/ledger/entry.schema.ts';
import type { RunEntryData, RunEntryType } from '../../src/runs/run-entries.schema.ts';
import type { PageWrite } from '../../src/store/ports.ts';
import type { ModelZosmf } from '../../test/support/model-zosmf.ts';

/** An entry on record, and who wrote its page. */
interface Recorded {
  readonly entry: Entry;
  readonly page: number;
  readonly actor: string;
}

/**
 * Sees every page that lands and every request that reaches the system, and complains at once of one that the other does
 * not allow: acts rest on what is on record, and on nothing else.
 */
export class Witness {
  readonly complaints: string[] = [];
  readonly #byType = new Map<string, Recorded[]>();
  readonly #allowed = new Set<string>();
  #page = 0;

  constructor(private readonly zosmf: ModelZosmf) {
    zosmf.fault = (call, argument) => this.#asked(call, argument);
  }

  landed(writes: readonly PageWrite[]): void {
    for (const { number, stored } of writes) {
      if (number <= this.#page) continue;
      this.#page = number;
      const { actor } = JSON.parse(stored.body) as { actor: { id: string } };
      for (const sealed of stored.entries) {
        if ('erased' in sealed) continue;
        const entry = JSON.parse(sealed.text) as Entry;
        const known = this.#byType.get(entry.type) ?? [];
        known.push({ entry, page: number, actor: actor.id });
        this.#byType.set(entry.type, known);
        this.#allow(entry);
      }
    }
  }

  all<T extends RunEntryType>(type: T): readonly (Recorded & { readonly data: RunEntryData<T> })[] {
    return (this.#byType.get(type) ?? []).map((each) => ({ ...each, data: each.entry.data as RunEntryData<T> }));
  }

  complain(what: string): void {
    if (!this.complaints.includes(what)) this.complaints.push(what);
  }

  #allow({ type, data }: Entry): void {
    const { user, correlator, command } = data as Readonly<Record<string, string>>;
    if (type === 'attempt.intended/1') this.#allowed.add(`submit ${user ?? ''}`);
    if (type === 'attempt.adopted/1') this.#allowed.add(`adopted ${correlator ?? ''}`);
    if (type === 'release.intended/1') this.#allowed.add(`release ${correlator ?? ''}`);
    if (type === 'command.intended/1') this.#allowed.add(`command ${command ?? ''}`);
  }

  #asked(call: string, argument: string): void {
    const isAct = call === 'submit' || call === 'release' || call === 'command';
    if (isAct && !this.#allowed.has(`${call} ${argument}`)) this.complain(`${call} ${argument} without its intent`);
    if (call === 'release' && !this.#allowed.has(`adopted ${argument}`))
      this.complain(`${argument} was released and never adopted`);
    if (call !== 'purge') return;
    const job = this.zosmf.jobs.find(({ correlator }) => correlator === argument);
    if (job !== undefined && job.executions > 0) this.complain(`${job.jobname}(${job.jobid}) was purged and had run`);
  }
}
