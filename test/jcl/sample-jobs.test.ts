import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { complaintsOf, jobCardOf, renderTemplate, templateNamed } from '../../src/jcl/index.ts';
import type { ParameterValues } from '../../src/jcl/index.ts';
import { sampleSystem } from '../readiness/sample-system.ts';
import type { SampleSystem } from '../readiness/sample-system.ts';

type JobSteps = readonly (readonly [template: string, parameters: ParameterValues])[];

const copied = (template: string, step: string, role: string, members: string[], more: ParameterValues = {}) =>
  [template, { step, from: `KSBR.R2609A.${role}`, to: `KSBP.SAV.${role}`, members, ...more }] as const;
const saved = (step: string, role: string, members: string[], more: ParameterValues = {}) =>
  ['backup-members', { step, from: `KSBP.SAV.${role}`, to: `KSBB.R2609A.${role}`, members, ...more }] as const;
const db2 = { ssid: 'DBP1' };
const bind = (card: string) =>
  ['bind-package', { ...db2, step: card, card: `KSBP.SAV.BINDLIB(${card})`, dbrmLibrary: 'KSBP.SAV.DBRMLIB' }] as const;
const scheduler = { subsystem: 'OPCP', application: 'SAVQTREND' };

const night: Record<string, JobSteps> = {
  R609A030: [
    [
      'allocate-backups',
      {
        libraries: [
          'KSBB.R2609A.COBOL PDSE FB 80 27920',
          'KSBB.R2609A.PROCLIB PDS FB 80 27920',
          'KSBB.R2609A.OPCLIB PDSE FB 80 27920',
          'KSBB.R2609A.LOADLIB PDSE U 0 32760',
        ],
      },
    ],
    saved('BKSRC', 'COBOL', ['SVINTCLC', 'SVINTPST', 'SVINTINQ']),
    saved('BKPROC', 'PROCLIB', ['SVPQINT']),
    saved('BKLOAD', 'LOADLIB', ['SVINTCLC', 'SVINTPST'], { operation: 'COPYGRP' }),
    ['export-scheduler', { ...scheduler, step: 'OPCEXP', output: 'KSBB.R2609A.OPCLIB(OPCEXP)' }],
  ],
  R609A050: [
    copied('copy-members', 'SRC', 'COBOL', ['SVINTCLC', 'SVINTPST', 'SVINTINQ']),
    copied('copy-members', 'COPY', 'COPYLIB', ['SVCINTR']),
    copied('copy-members', 'PROC', 'PROCLIB', ['SVPQINT']),
    copied('copy-members', 'CNTL', 'CNTLLIB', ['SVKRATE']),
    copied('copy-members', 'BINDC', 'BINDLIB', ['BINDPST', 'BINDINQ']),
    copied('copy-members', 'OPCC', 'OPCLIB', ['SAVQTR']),
  ],
  R609A060: [['define-gdg', { step: 'DEFGDG', base: 'KSBP.SAV.INT.AUDIT', limit: 16 }]],
  R609A070: [copied('copy-members', 'DBRM', 'DBRMLIB', ['SVINTPST', 'SVINTINQ']), bind('BINDPST'), bind('BINDINQ')],
  R609A080: [
    copied('copy-load', 'LOAD', 'LOADLIB', ['SVINTCLC', 'SVINTPST']),
    copied('copy-load', 'LOADCICS', 'CICS.LOADLIB', ['SVINTINQ']),
  ],
  R609A090: [copied('copy-members', 'JCL', 'JCLLIB', ['SVJQINT1'])],
  R609A100: [
    ['load-scheduler', { ...scheduler, step: 'OPCLOAD', card: 'KSBP.SAV.OPCLIB(SAVQTR)' }],
    ['list-long-term-plan', { ...scheduler, step: 'OPCLTP', operation: 'SVJQINT1', date: '2026-09-30' }],
  ],
  R609AQRY: [
    ['query-packages', { ...db2, runLibrary: 'DSNP.RUNLIB.LOAD', packages: ['SAVPROD.SVINTPST', 'SAVPROD.SVINTINQ'] }],
  ],
  R609AB10: [['restore-scheduler', { ...scheduler, step: 'OPCBACK', card: 'KSBB.R2609A.OPCLIB(OPCEXP)' }]],
  R609AB30: [['delete-members', { step: 'DLJCL', library: 'KSBP.SAV.JCLLIB', members: ['SVJQINT1'] }]],
  R609AB40: [
    ['free-package', { ...db2, step: 'FREEPKG', packages: ['SAVPROD.SVINTPST.(R2609A)', 'SAVPROD.SVINTINQ.(R2609A)'] }],
  ],
  R609AB50: [['delete-empty-gdg', { step: 'DELGDG', base: 'KSBP.SAV.INT.AUDIT' }]],
  R609ACLR: [['delete-data-sets', { step: 'CLEAR', dataSets: ['KSBR.R2609A.TRIAL.NOTHERE'] }]],
};

describe('the jobs of the sample release, in the order of the night', () => {
  let system: SampleSystem;
  beforeAll(async () => {
    system = await sampleSystem();
  });
  afterAll(async () => system[Symbol.asyncDispose]());

  async function run(jobname: string, statements: readonly string[]) {
    const { zosmf, deps } = system;
    const card = jobCardOf({ card: deps.jobCard, jobname, type: 'RUN', values: deps.values });
    const correlator = (await zosmf.submit([...card, ...statements].join('\n')))['job-correlator'] ?? '';
    for (let look = 0; look < 500; look += 1) {
      const job = await zosmf.job(correlator);
      if (job?.status === 'OUTPUT') return { job, correlator };
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`${jobname} did not end`);
  }

  it.each(Object.keys(night))('%s ends with accepted codes and says what its templates require', async (jobname) => {
    const { zosmf, deps } = system;
    const rendered = night[jobname]!.map(([name, values]) =>
      renderTemplate(templateNamed(deps.templates, name), values),
    );
    const { job, correlator } = await run(
      jobname,
      rendered.flatMap(({ statements }) => statements),
    );
    const files = await zosmf.spoolFiles(correlator);
    const outputs = await Promise.all(
      files.map(async ({ id, ddname, stepname }) => ({
        ddname,
        stepname,
        text: await zosmf.spoolText(correlator, id),
      })),
    );
    const told = rendered
      .flatMap(({ steps }) => steps)
      .map((step) => {
        const completion = job['step-data']?.find((data) => data['step-name'] === step.name)?.completion ?? 'no end';
        const code = Number(/^CC (\d{4})$/.exec(completion)?.[1] ?? Number.NaN);
        const own = outputs.filter(({ stepname }) => stepname === step.name || stepname === 'JES2');
        return {
          step: step.name,
          end: step.accepts.includes(code) ? 'accepted' : completion,
          complaints: complaintsOf(own, step),
        };
      });
    expect(told).toEqual(told.map(({ step }) => ({ step, end: 'accepted', complaints: [] })));
  });
});
