import type { Listing } from '../listing.ts';
import { openListing } from '../listing.ts';
import { Abend, ended, type Program, type Step } from '../program.ts';
import { controlOf } from './sort.ts';
import { runSort } from './sort-run.ts';

/**
 * SyncSort: the statements of DFSORT, messages of its own, and U0016 where DFSORT would end 16. Wordings are from
 * published listings and were not looked up in its manual.
 */
export function syncsort(timeZone: string): Program {
  return {
    names: ['SYNCSORT'],
    run(step) {
      const listing = openListing(step, 'SYSOUT');
      if (listing === undefined) throw new Abend({ kind: 'user-abend', code: 16 });
      const say = new Worded(listing, step);
      const outcome = runSort(step, say, { timeZone, input: 'SORTIN', output: 'SORTOUT', ...controlOf(step) });
      if (outcome.failed !== undefined || outcome.code >= 16) throw new Abend({ kind: 'user-abend', code: 16 });
      return Promise.resolve(ended(outcome.code));
    },
  };
}

/** Says DFSORT's messages as SyncSort does; those without a counterpart are left out. */
class Worded implements Pick<Listing, 'line'> {
  constructor(
    private readonly listing: Listing,
    private readonly step: Step,
  ) {}

  line(text: string, control?: string): void {
    const said = this.worded(text);
    if (said !== undefined) this.listing.line(said, control);
  }

  private worded(text: string): string | undefined {
    const { jobname, stepName } = this.step;
    const counts = /^ICE054I . RECORDS - IN: (\d+), OUT: (\d+)/.exec(text);
    if (counts !== null)
      return `WER054I  RCD IN ${(counts[1] ?? '').padStart(10)}, OUT ${(counts[2] ?? '').padStart(10)}`;
    if (text.startsWith('ICE143I')) return 'SYNCSORT FOR Z/OS';
    if (text.startsWith('ICE052I 0')) return `WER052I  END SYNCSORT - ${jobname},${stepName},,DIAG=0000`;
    if (text.startsWith('ICE052I')) return 'WER999A  UNSUCCESSFUL SORT';
    if (/^ICE\d{3}A/.test(text)) return `WER268A  ${text.replace(/^ICE\d{3}A \d /, '')}`;
    return text.startsWith('ICE') ? undefined : text;
  }
}
