import { describe, expect, it } from '@jest/globals';
import { instantOf, localTimeOf, millisOf } from '../../src/estate/index.ts';
import { forecast, lastBackout, minutesOf, noReturnStep } from '../../src/releases/forecast.rules.ts';
import type { PlanStep } from '../../src/releases/plan.schema.ts';
import { kestrel } from '../changes/kestrel.ts';
import { planOf } from './kestrel-plan.ts';

const { plan, jcl } = planOf('REL-000042');

const row = ({ id, kind, minutes, job, runsAfter }: PlanStep) => [
  id,
  job?.jobname ?? kind,
  job?.steps.map(({ name }) => name).join(' ') ?? '',
  minutes,
  runsAfter.map(({ step }) => step).join(' '),
];

const step = (id: string) => [...plan.install, ...plan.backout].find((one) => one.id === id);

describe('the plan of REL-000042', () => {
  it('installs in the steps, jobs and job steps of the sample, each after what it must wait for', () => {
    expect(plan.install.map(row)).toEqual([
      ['010', 'observe', '', 0, ''],
      ['020', 'bracket', '', 2, '010'],
      ['030', 'R609A030', 'ALLOC BKSRC BKCOPY BKPROC BKCNTL BKBIND BKOPC BKDBRM BKLOAD BKCICS OPCEXP', 4, '020'],
      ['040', 'check', '', 1, '030'],
      ['050', 'R609A050', 'SRC COPY PROC CNTL BINDC OPCC', 2, '040'],
      ['060', 'R609A060', 'DEFGDG', 1, '040'],
      ['070', 'R609A070', 'DBRM BINDPST BINDINQ', 5, '050'],
      ['080', 'R609A080', 'LOAD LOADCICS', 2, '070'],
      ['085', 'command', '', 2, '080'],
      ['090', 'R609A090', 'JCL', 1, '050 060'],
      ['095', 'check', '', 1, '090'],
      ['100', 'R609A100', 'OPCLOAD OPCLTP', 2, '095'],
      ['110', 'R609A110', 'EXTRACT ACCRUE POST TOTALS', 50, '050 080'],
      ['120', 'manual', '', 15, '110'],
      ['130', 'bracket', '', 2, '085 100 120'],
      ['140', 'observe', '', 20, '130'],
      ['150', 'notice', '', 0, '140'],
    ]);
  });

  it('backs out by a plan of its own: scheduler first, proof last but for the release of the accrual', () => {
    expect(plan.backout.map(row)).toEqual([
      ['B10', 'R609AB10', 'OPCBACK', 3, ''],
      ['B20', 'R609AB20', 'RSLOAD RSCICS', 3, 'B10'],
      ['B25', 'command', '', 1, 'B20'],
      ['B30', 'R609AB30', 'RSSRC RSCOPY RSPROC RSCNTL RSBIND RSOPC DLJCL', 3, 'B25'],
      ['B40', 'R609AB40', 'RSDBRM FREEPKG', 4, 'B30'],
      ['B50', 'R609AB50', 'DELGDG', 1, 'B40'],
      ['B60', 'check', '', 5, 'B50'],
      ['B70', 'bracket', '', 2, 'B60'],
      ['B80', 'observe', '', 20, 'B70'],
    ]);
  });

  it('says for each edge why it is there, also what the content itself says', () => {
    const reasons = plan.install.flatMap(({ runsAfter }) => runsAfter.map(({ because }) => because));
    expect(reasons.every((reason) => reason.length > 10)).toBe(true);
    expect(step('090')?.runsAfter[0]?.because).toContain('SVJQINT1 executes PROC SVPQINT');
  });

  it('ends at 00:43 when it starts at 23:00, and lets one decide to back out until 02:18', () => {
    const night = forecast(plan.install, millisOf(kestrel.estate, '2026-09-12T23:00'));
    const ends = (id: string) => localTimeOf(kestrel.estate, night.steps.find(({ step: at }) => at === id)?.ends ?? 0);
    expect(['040', '070', '080', '110', '120', '130', '140'].map((id) => ends(id).slice(11))).toEqual([
      '23:07',
      '23:14',
      '23:16',
      '00:06',
      '00:21',
      '00:23',
      '00:43',
    ]);
    expect(night.criticalPath.join(' ')).toBe('010 020 030 040 050 070 080 110 120 130 140');
    expect(minutesOf(plan.backout)).toBe(42);
    const cutOff = millisOf(kestrel.estate, '2026-09-13T03:00');
    expect(lastBackout(plan, cutOff)).toBe(Date.parse(instantOf(kestrel.estate, '2026-09-13T02:18')));
    expect(noReturnStep(plan)?.id).toBe('130');
  });

  it('finds the program that uses the copybook and stays behind', () => {
    expect(plan.findings).toEqual([
      {
        id: 'F01',
        subject: 'SVSTMT01 in KSBP.SAV.COBOL',
        text: expect.stringContaining('SVSTMT01 also uses SVCINTR (copy)') as unknown,
        answerBy: 'application-owner',
      },
    ]);
  });

  it('replaces with R, takes aliases along, and copies only what production has into the backup', () => {
    const text = (id: string) => jcl.get(step(id)?.job?.jcl ?? '') ?? '';
    expect(text('080')).toContain('COPYGRP');
    expect(text('080')).toContain('(SVINTCLC,,R)');
    expect(text('030')).not.toContain('SVJQINT1,');
    expect(text('B30')).toContain('DELETE KSBP.SAV.JCLLIB(SVJQINT1)');
    expect(text('B40')).toContain('FREE PACKAGE(SAVPROD.SVINTPST.(R2609A))');
  });

  it('gives each region its new copy, and has the night operator look', () => {
    expect(step('085')).toMatchObject({
      commands: [
        { command: 'F CICSPA1,CEMT SET PROGRAM(SVINTINQ) PHASEIN', expects: ['RESPONSE: NORMAL'] },
        { command: 'F CICSPA2,CEMT SET PROGRAM(SVINTINQ) PHASEIN', expects: ['RESPONSE: NORMAL'] },
      ],
      confirm: { by: 'nightop' },
    });
  });

  it('asks the system where only the system knows', () => {
    const kinds = (id: string) => step(id)?.checks?.map(({ kind }) => kind);
    expect(kinds('040')).toEqual(['same-content']);
    expect(kinds('070')).toEqual(['tokens']);
    expect(kinds('095')).toEqual(['scan']);
    expect(kinds('B60')).toEqual(['content-is', 'absent', 'packages-are']);
    expect(step('070')?.checks?.[0]).toMatchObject({
      programs: [
        {
          dbrm: { library: 'KSBP.SAV.DBRMLIB', member: 'SVINTPST' },
          load: { library: 'KSBR.R2609A.LOADLIB', member: 'SVINTPST' },
          package: { collection: 'SAVPROD', name: 'SVINTPST', version: 'R2609A' },
        },
        {
          load: { library: 'KSBR.R2609A.CICS.LOADLIB', member: 'SVINTINQ' },
          package: { collection: 'SAVPROD', name: 'SVINTINQ', version: 'R2609A' },
        },
      ],
    });
  });

  it('is the same, byte for byte, when it is made again', () => {
    expect(JSON.stringify(planOf('REL-000042').plan)).toBe(JSON.stringify(plan));
  });
});

describe('the plan of another release on the same estate', () => {
  it('has the phases that its content needs, and nothing of the sample', () => {
    const other = planOf('REL-000043');
    expect(other.plan.install.map(row)).toEqual([
      ['030', 'R609B030', 'ALLOC BKCOPY', 4, ''],
      ['040', 'check', '', 1, '030'],
      ['050', 'R609B050', 'COPY CNTL', 2, '040'],
      ['110', 'manual', '', 5, '050'],
    ]);
    expect(other.plan.backout.map(row)).toEqual([
      ['B30', 'R609BB30', 'RSCOPY DLCNTL', 3, ''],
      ['B60', 'check', '', 5, 'B30'],
    ]);
  });
});
