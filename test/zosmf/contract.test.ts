import { PracticeClient } from '../../src/lab/practice-client.ts';
import { PracticeDirector } from '../../src/lab/practice-director.ts';
import { ZosmfConnection } from '../../src/estate/estate.schema.ts';
import { startPractice } from '../../src/practice/index.ts';
import { Site } from '../../src/practice/site/site.schema.ts';
import { pacedClock, systemClock } from '../../src/shared/clock.ts';
import { connectZosmf } from '../../src/zosmf/index.ts';
import { type JesUnderTest, jesContract } from '../support/jes-contract.ts';
import { ModelZosmf } from '../support/model-zosmf.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const begins = Date.parse('2026-09-12T23:00:00.000Z');

function model(): Promise<JesUnderTest> {
  const clock = new VirtualClock(begins);
  const ours = new ModelZosmf(clock);
  return Promise.resolve({
    ours,
    theirs: { submit: (jcl, correlator) => ours.submitAs('SAVBATCH', jcl, correlator) },
    executions: (user) => Promise.resolve(ours.ran().get(user) ?? 0),
    pass: (ms) => clock.pass(ms),
    setListLag(seconds) {
      ours.lagMs = seconds * 1000;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

const speed = 600;
const users = { LOCKSTP: 'practice1', SAVBATCH: 'practice2' } as const;

const site = (): Site =>
  Site.parse({
    system: { name: 'KSB1', sysplex: 'KSBPLEX', node: 'KSBPRD', timeZone: 'Europe/London' },
    users: Object.entries(users).map(([userid, password]) => ({ userid, password })),
    profiles: ['RELEASE', 'HOLD', 'PURGE', 'CANCEL'].map((act) => ({
      ...{ class: 'JESJOBS', name: `${act}.KSBPRD.LOCKSTP.*`, access: { LOCKSTP: 'ALTER' } },
    })),
    jes: { classes: [{ name: 'R', initiators: 3 }], defaultClass: 'R' },
  });

async function practice(): Promise<JesUnderTest> {
  const clock = pacedClock(() => [{ realFrom: started, bookFrom: begins, speed }]);
  const system = await startPractice({ site: site(), port: 0, clock });
  const { host, port, url, practiceToken } = system;
  const as = (user: keyof typeof users) =>
    connectZosmf({
      ...{ system: 'KSB1', password: users[user] },
      connection: ZosmfConnection.parse({ host, port, protocol: 'http', user }),
    });
  const director = new PracticeDirector(url, practiceToken);
  const counts = new PracticeClient(url, practiceToken, { id: 'LOCKSTP', password: users.LOCKSTP });
  return {
    ...{ ours: as('LOCKSTP'), theirs: as('SAVBATCH') },
    async executions(user) {
      const all = await counts.executions();
      return all.find(({ userCorrelator }) => userCorrelator === user)?.executions ?? 0;
    },
    pass: (ms) => clock.sleep(ms),
    setListLag: (seconds) => director.listLag(seconds),
    [Symbol.asyncDispose]: () => system.stop(),
  };
}

const started = systemClock.now();

jesContract('the model', model);
jesContract('the practice system, through the client', practice);
