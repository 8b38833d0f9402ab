import { describe, expect, it } from '@jest/globals';
import { replies } from '../../../src/practice/console/replies.ts';
import { ended } from '../../../src/practice/programs/program.ts';
import type { Program } from '../../../src/practice/programs/program.ts';
import { jobOf, practiceSystem } from '../jes/practice-system.ts';

const waits: Program = {
  names: ['WAITER'],
  async run(step) {
    await step.wait(Number(step.parm));
    return ended(0);
  },
};
const asks: Program = {
  names: ['ASKER'],
  async run(step) {
    const reply = (await step.ask?.(`${step.parm} - REPLY U`)) ?? '';
    step.wto(`REPLIED ${reply}`);
    return ended(reply === 'U' ? 0 : 8);
  },
};

function small() {
  const pending = replies();
  const system = practiceSystem({
    program: (name) => [waits, asks].find(({ names }) => names.includes(name)),
    ask: (text, jobname, signal, say) => pending.ask(text, jobname, signal, say),
  });
  const asked = async () => {
    for (let turn = 0; turn < 500 && pending.outstanding().length === 0; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    return pending.outstanding();
  };
  return { ...system, pending, asked };
}

/** Time stands while somebody is asked. */
const patient = { TIME: ',TIME=NOLIMIT' };

describe('a program that waits', () => {
  const run = (parm: string, card = '', step = '') =>
    practiceSystem({ program: () => waits }).run(jobOf(`//S1 EXEC PGM=WAITER,PARM='${parm}'${step}`, `1,'X'${card}`));

  it('uses no CPU time', async () => {
    const job = await run('90', ',TIME=(0,5)');
    expect(job.retcode).toBe('CC 0000');
    expect(job.steps[0]?.cpuSeconds).toBe(0);
  });

  it('longer than the job may is ended with S522, unless TIME=1440 or NOLIMIT lifts the limit', async () => {
    expect((await run('601')).retcode).toBe('ABEND S522');
    expect((await run('601', ',TIME=1440')).retcode).toBe('CC 0000');
    expect((await run('601', '', ',TIME=NOLIMIT')).retcode).toBe('CC 0000');
    expect((await run('600')).retcode).toBe('CC 0000');
  });
});

describe('a program that asks the operator', () => {
  const asking = `//S1 EXEC PGM=ASKER,PARM='MOUNT ENVELOPE'${patient.TIME}`;

  it('goes on with the reply', async () => {
    const system = small();
    const job = system.submit(jobOf(asking));
    expect(await system.asked()).toEqual([{ id: '01', text: 'MOUNT ENVELOPE - REPLY U', jobname: 'RELJOB1' }]);
    expect(system.spool(job, 'JESMSGLG').join('\n')).toContain('*01 MOUNT ENVELOPE - REPLY U');
    system.pending.reply('1', 'U');
    expect((await system.ended(job)).retcode).toBe('CC 0000');
    expect(system.spool(job, 'JESMSGLG').join('\n')).toContain('+REPLIED U');
  });

  it('is not asked any more when its job is cancelled', async () => {
    const system = small();
    const job = system.submit(jobOf(asking));
    await system.asked();
    system.jes.cancel(job);
    expect((await system.ended(job)).retcode).toBe('CANCELED');
    expect(system.pending.outstanding()).toEqual([]);
  });

  it('is ended with S522 when nobody replies', async () => {
    const system = small();
    const job = await system.run(jobOf("//S1 EXEC PGM=ASKER,PARM='HELLO'"));
    expect(job.retcode).toBe('ABEND S522');
    expect(system.pending.outstanding()).toEqual([]);
  });
});
