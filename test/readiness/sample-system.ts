import { join } from 'node:path';
import { ZosmfConnection, JobCard } from '../../src/estate/estate.schema.ts';
import { jobCardValues, readTemplates } from '../../src/jcl/index.ts';
import { startPractice } from '../../src/practice/index.ts';
import type { Practice } from '../../src/practice/index.ts';
import type { SystemCheckDeps } from '../../src/readiness/system-check-deps.ts';
import { pacedClock } from '../../src/shared/clock.ts';
import { chance } from '../../src/shared/ids.ts';
import { connectZosmf } from '../../src/zosmf/index.ts';
import type { ConnectedZosmf } from '../../src/zosmf/index.ts';

const root = join(import.meta.dirname, '../..');
const templates = readTemplates(join(root, 'jcl-templates'));
const jobCard = JobCard.parse({
  system: 'KSB1',
  accounting: 'SAV,{{version}}',
  programmer: '{{release}} {{changes}}',
  class: 'R',
  messageClass: 'Q',
  notify: 'RLMOPS',
});

export interface SampleSystem extends AsyncDisposable {
  readonly zosmf: ConnectedZosmf;
  readonly deps: SystemCheckDeps;
  readonly practice: Practice;
}

/** The practice system of the sample estate, and what checks need to ask it; twenty minutes of it pass in a second. */
export async function sampleSystem({ password = 'practice1', latencyMs = 0 } = {}): Promise<SampleSystem> {
  const started = Date.now();
  const clock = pacedClock(() => [{ realFrom: started, bookFrom: Date.parse('2026-09-12T09:00:00Z'), speed: 1200 }]);
  const practice = await startPractice({ site: join(root, 'fixtures/practice/site.yaml'), port: 0, clock, latencyMs });
  const connection = ZosmfConnection.parse({
    host: practice.host,
    port: practice.port,
    protocol: 'http',
    user: 'LOCKSTP',
  });
  const zosmf = connectZosmf({ system: 'KSB1', connection, password });
  const values = jobCardValues({
    release: 'REL-000042',
    version: 'R2609A',
    prefix: 'R609A',
    step: '000',
    changes: ['CHG-000481', 'CHG-000487'],
  });
  const db2 = [{ ssid: 'DBP1', runLibrary: 'DSNP.RUNLIB.LOAD' }];
  const blobs = new Map<string, Buffer>();
  return {
    zosmf,
    practice,
    deps: {
      ...{ zosmf, jobCard, values, templates, db2, clock, chance },
      blobs: { get: (digest) => Promise.resolve(blobs.get(digest)) },
    },
    [Symbol.asyncDispose]: () => practice.stop(),
  };
}
