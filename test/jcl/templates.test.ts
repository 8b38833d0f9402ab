import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LockstepError } from '../../src/shared/errors.ts';
import { parseTemplate, readTemplates, renderTemplate, templateNamed } from '../../src/jcl/index.ts';
import type { ParameterValues } from '../../src/jcl/index.ts';

const root = join(import.meta.dirname, '../..');
const templates = readTemplates(join(root, 'jcl-templates'));
const render = (name: string, parameters: ParameterValues) =>
  renderTemplate(templateNamed(templates, name), parameters);

const samples: Record<string, ParameterValues> = {
  'allocate-backups': {
    libraries: [
      'KSBB.R2609A.COBOL PDSE FB 80 27920',
      'KSBB.R2609A.PROCLIB PDS FB 80 27920',
      'KSBB.R2609A.LOADLIB PDSE U 0 32760',
    ],
  },
  'backup-members': {
    step: 'BKCICS',
    from: 'KSBP.SAV.CICS.LOADLIB',
    to: 'KSBB.R2609A.CICS.LOADLIB',
    members: ['SVINTINQ'],
    operation: 'COPYGRP',
  },
  'bind-package': { step: 'BINDPST', ssid: 'DBP1', card: 'KSBP.SAV.BINDLIB(BINDPST)', dbrmLibrary: 'KSBP.SAV.DBRMLIB' },
  'copy-load': { step: 'LOAD', from: 'KSBR.R2609A.LOADLIB', to: 'KSBP.SAV.LOADLIB', members: ['SVINTCLC', 'SVINTPST'] },
  'copy-members': {
    step: 'SRC',
    from: 'KSBR.R2609A.COBOL',
    to: 'KSBP.SAV.COBOL',
    members: ['SVINTCLC', 'SVINTINQ', 'SVINTPST', 'SVA', 'SVB', 'SVC'],
  },
  'delete-data-sets': { step: 'CLEAR', dataSets: ['KSBR.R2609A.TRIAL.EXTRACT', 'KSBR.R2609A.TRIAL.ACCRUALS'] },
  'define-gdg': { step: 'DEFGDG', base: 'KSBP.SAV.INT.AUDIT', limit: '16' },
  'delete-empty-gdg': { step: 'DELGDG', base: 'KSBP.SAV.INT.AUDIT' },
  'delete-members': { step: 'DLJCL', library: 'KSBP.SAV.JCLLIB', members: ['SVJQINT1'] },
  'export-scheduler': {
    step: 'OPCEXP',
    subsystem: 'OPCP',
    application: 'SAVQTREND',
    output: 'KSBB.R2609A.OPCLIB(OPCEXP)',
  },
  fence: { name: 'KSBB.LOCKSTEP.LSFENCE.ATTEMPT' },
  'free-package': {
    step: 'FREEPKG',
    ssid: 'DBP1',
    packages: ['SAVPROD.SVINTPST.(R2609A)', 'SAVPROD.SVINTINQ.(R2609A)'],
  },
  'icetool-count': { step: 'TOTALS', input: 'KSBR.R2609A.TRIAL.ACCRUALS', other: 'KSBR.R2609A.TRIAL.EXTRACT' },
  'list-long-term-plan': {
    step: 'LTP',
    subsystem: 'OPCP',
    application: 'SAVQTREND',
    operation: 'SVJQINT1',
    date: '2026-09-30',
  },
  'load-scheduler': { step: 'OPCLOAD', subsystem: 'OPCP', application: 'SAVQTREND', card: 'KSBP.SAV.OPCLIB(SAVQTR)' },
  'query-packages': { ssid: 'DBP1', runLibrary: 'DSNP.RUNLIB.LOAD', packages: ['SAVPROD.SVINTPST'] },
  'restore-scheduler': {
    step: 'OPCBACK',
    subsystem: 'OPCP',
    application: 'SAVQTREND',
    card: 'KSBB.R2609A.OPCLIB(OPCEXP)',
  },
  'run-db2-program': {
    step: 'POST',
    ssid: 'DBP1',
    program: 'SVINTPST',
    plan: 'SAVPLAN',
    loadLibrary: 'KSBP.SAV.LOADLIB',
    parm: 'TRIAL',
    dds: ['ACCRUALS=KSBR.R2609A.TRIAL.ACCRUALS', 'AUDIT=KSBR.R2609A.TRIAL.AUDIT NEW FB 120', 'SYSOUT=SYSOUT'],
  },
  'run-program': {
    step: 'ACCRUE',
    program: 'SVINTACR',
    loadLibrary: 'KSBP.SAV.LOADLIB',
    parm: 'TRIAL,20260930',
    dds: [
      'BALANCES=KSBR.R2609A.TRIAL.EXTRACT',
      'RATES=KSBP.SAV.CNTLLIB(SVKRATE)',
      'ACCRUALS=KSBR.R2609A.TRIAL.ACCRUALS NEW FB 80',
      'SYSOUT=SYSOUT',
      'SYSIN=DUMMY',
    ],
  },
  'sort-extract': {
    step: 'EXTRACT',
    input: 'KSBP.SAV.EOD.BALANCE(0)',
    output: 'KSBR.R2609A.TRIAL.EXTRACT',
    control: ['  SORT FIELDS=(1,10,CH,A)'],
    lrecl: 80,
  },
};

describe('every template', () => {
  it('has a sample here', () => {
    expect(Object.keys(samples).sort()).toEqual([...templates.keys()].sort());
  });

  it.each(Object.keys(samples))('%s renders to the JCL that its golden file holds', (name) => {
    const { statements, steps, writes } = render(name, samples[name]!);
    const told = { steps, writes };
    expect(`${statements.join('\n')}\n--- ${JSON.stringify(told, undefined, 1)}\n`).toBe(
      readFileSync(join(import.meta.dirname, 'golden', `${name}.txt`), 'utf8'),
    );
    expect(statements.filter((line) => line.length > 71)).toEqual([]);
    expect(statements[0]).toMatch(/^\/\/\S+ EXEC /);
  });
});

function problemOf(work: () => unknown): { code: string; facts: Readonly<Record<string, unknown>> } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof LockstepError) return { code: error.code, facts: error.facts };
    throw error;
  }
}

describe('a parameter out of its range or form', () => {
  it.each<[string, string, ParameterValues]>([
    ['define-gdg', 'limit', { limit: 256 }],
    ['define-gdg', 'limit', { limit: 0 }],
    ['define-gdg', 'limit', { limit: 'sixteen' }],
    ['define-gdg', 'base', { base: 'KSBP.SAV.INT.AUDIT,DISP=OLD' }],
    ['define-gdg', 'base', { base: 'KSBP..AUDIT' }],
    ['define-gdg', 'step', { step: '1STEP' }],
    ['define-gdg', 'colour', { colour: 'blue' }],
    ['copy-members', 'members', { members: [] }],
    ['copy-members', 'members', { members: ['SVA', 'SVA'] }],
    ['copy-members', 'members', { members: ['SVA),(SVB'] }],
    ['copy-members', 'from', { from: ['A.B', 'A.C'] }],
    ['backup-members', 'operation', { operation: 'COPYMOD' }],
    ['bind-package', 'card', { card: 'KSBP.SAV.BINDLIB' }],
    ['free-package', 'packages', { packages: ['SAVPROD'] }],
    ['run-program', 'parm', { parm: 'X'.repeat(51) }],
    ['run-program', 'parm', { parm: 'A\n//EVIL EXEC PGM=IEFBR14' }],
    ['run-program', 'dds', { dds: ['SYSIN=KSBP.X DISP=OLD'] }],
    ['sort-extract', 'control', { control: ['/*'] }],
    ['sort-extract', 'control', { control: ['//EVIL EXEC PGM=IEFBR14'] }],
    ['sort-extract', 'control', { control: [' SORT\n/*'] }],
    ['allocate-backups', 'libraries', { libraries: ['KSBB.X PDSE FB 80 27920 EXTRA'] }],
    ['list-long-term-plan', 'date', { date: '2026-13-01' }],
  ])('%s %s is refused before anything is rendered: %#', (name, parameter, wrong) => {
    expect(problemOf(() => render(name, { ...samples[name], ...wrong }))).toEqual({
      code: 'jcl.parameter-invalid',
      facts: { template: name, parameter },
    });
  });

  it('is one that is missing, too', () => {
    expect(problemOf(() => render('define-gdg', { step: 'DEFGDG', limit: 16 }))).toEqual({
      code: 'jcl.parameter-invalid',
      facts: { template: 'define-gdg', parameter: 'base' },
    });
  });
});

describe('text in a statement', () => {
  it('stands in apostrophes, and its own apostrophes are doubled', () => {
    const { statements } = render('run-program', { ...samples['run-program'], parm: "it's" });
    expect(statements).toContain("//             PARM='it''s'");
  });
});

const own = (body: string, head = 'steps: [{ name: "{{ step }}" }]') =>
  parseTemplate(
    'own',
    [
      '//* ---',
      '//* template: own',
      '//* purpose: A test',
      '//* parameters: { step: { type: step-name } }',
      `//* ${head}`,
      '//* ---',
      body,
    ].join('\n'),
  );

describe('a template that is wrong itself', () => {
  it('is refused when a line runs over column 71, naming the line', () => {
    const template = own(`//{{ step }} EXEC PGM=IEFBR14\n//X DD DSN=${'A'.repeat(70)}`);
    expect(problemOf(() => renderTemplate(template, { step: 'S1' }))).toEqual({
      code: 'jcl.line-too-long',
      facts: { template: 'own', line: 2 },
    });
  });

  it.each([
    ['a variable that is not declared', '//{{ step }} EXEC PGM={{ program }}'],
    ['a filter that does not exist', '//{{ step | shout }} EXEC PGM=IEFBR14'],
    ['a step that it does not declare', '//{{ step }} EXEC PGM=IEFBR14\n//MORE EXEC PGM=IEFBR14'],
  ])('is refused for %s', (_what, body) => {
    expect(problemOf(() => renderTemplate(own(body), { step: 'S1' }))?.code).toBe('jcl.template-invalid');
  });

  it.each([
    ['without a block', '//S EXEC PGM=IEFBR14'],
    ['with a block that is no YAML', '//* ---\n//* template: [\n//* ---\n//S EXEC PGM=IEFBR14'],
    ['with an unknown key', '//* ---\n//* template: own\n//* colour: blue\n//* ---\n//S EXEC PGM=IEFBR14'],
  ])('is refused %s', (_what, text) => {
    expect(problemOf(() => parseTemplate('own', text))?.code).toBe('jcl.template-invalid');
  });

  it('is refused by name when it does not exist', () => {
    expect(problemOf(() => render('no-such', {}))?.code).toBe('jcl.template-unknown');
  });
});
