import type { AmsCommand, AmsRun } from './ams.ts';
import { deleteCommand } from './idcams-delete.ts';
import { operandsOf } from './idcams-control.ts';
import { listcat } from './idcams-listcat.ts';
import { repro } from './idcams-repro.ts';

const duplicate = (run: AmsRun) => {
  run.print('IDC3013I DUPLICATE DATA SET NAME');
  run.print('IDC3009I ** VSAM CATALOG RETURN CODE IS 8 - REASON CODE IS IGG0CLEH-38');
  run.print('IDC3003I FUNCTION TERMINATED. CONDITION CODE IS 12');
  return 12;
};

const refuse = (run: AmsRun, message: string) => {
  run.print(message);
  run.print('IDC3202I ABOVE TEXT BYPASSED UNTIL NEXT COMMAND. CONDITION CODE IS 12');
  return 12;
};

const noSpace = { primary: 0, secondary: 0, dirblk: 0, spaceUnit: 'TRACKS' } as const;

/** A catalogue entry alone: no space is allocated, and the volume need not be there. */
function defineNonVsam(step: Parameters<AmsCommand['run']>[0], inner: string, run: AmsRun): number {
  const { keywords } = operandsOf(inner);
  const name = keywords.get('NAME') ?? '';
  const volume = keywords.get('VOLUMES') ?? keywords.get('VOL');
  const device = keywords.get('DEVICETYPES') ?? keywords.get('DEVT');
  for (const [keyword, value] of Object.entries({ NAME: name, VOLUMES: volume, DEVICETYPES: device }))
    if (value === undefined || value === '') return refuse(run, `IDC3212I REQUIRED KEYWORD ${keyword} NOT FOUND`);
  if (step.dataSets.findGdg(name) !== undefined || step.dataSets.find(name) !== undefined) return duplicate(run);
  step.dataSets.create(name, { dsorg: 'PS', recfm: 'U', lrecl: 0, blksize: 0, ...noSpace }, step.user);
  return 0;
}

const define: AmsCommand = {
  verbs: ['DEFINE', 'DEF'],
  run(step, operands, run) {
    const { keywords } = operandsOf(operands);
    const nonVsam = keywords.get('NONVSAM') ?? keywords.get('NVSAM');
    if (nonVsam !== undefined) return defineNonVsam(step, nonVsam, run);
    const inner = keywords.get('GDG') ?? keywords.get('GENERATIONDATAGROUP');
    if (inner === undefined)
      return refuse(run, 'IDC3211I ONLY DEFINE GDG AND NONVSAM ARE IMITATED BY THE PRACTICE SYSTEM');
    const gdg = operandsOf(inner).keywords;
    const name = gdg.get('NAME') ?? gdg.get('NA') ?? '';
    const limit = Number(gdg.get('LIMIT') ?? gdg.get('LIM') ?? 0);
    if (name === '' || limit < 1)
      return refuse(run, `IDC3212I REQUIRED KEYWORD ${name === '' ? 'NAME' : 'LIMIT'} NOT FOUND`);
    if (limit > (gdg.has('EXTENDED') ? 999 : 255)) return refuse(run, 'IDC3203I VALUE OF LIMIT IS OUT OF RANGE');
    if (step.dataSets.findGdg(name) !== undefined || step.dataSets.find(name) !== undefined) return duplicate(run);
    step.dataSets.defineGdg({ name, limit, scratch: gdg.has('SCRATCH'), empty: gdg.has('EMPTY') });
    return 0;
  },
};

const alter: AmsCommand = {
  verbs: ['ALTER', 'ALT'],
  run(step, operands, run) {
    const { positional, keywords } = operandsOf(operands);
    const name = positional[0] ?? '';
    const newName = keywords.get('NEWNAME') ?? keywords.get('NEWNM');
    if (newName === undefined) return refuse(run, 'IDC3211I ONLY ALTER NEWNAME IS IMITATED BY THE PRACTICE SYSTEM');
    if (step.dataSets.find(name) === undefined) {
      run.print(`IDC3012I ENTRY ${name} NOT FOUND`);
      run.print('IDC3009I ** VSAM CATALOG RETURN CODE IS 8 - REASON CODE IS IGG0CLEG-42');
      run.print(`IDC0532I **ENTRY ${name} NOT ALTERED`);
      return 8;
    }
    if (step.dataSets.find(newName) !== undefined) return duplicate(run);
    step.dataSets.rename(name, newName);
    run.print(`IDC0531I ENTRY ${name} ALTERED`);
    return 0;
  },
};

/** Commands that the practice system imitates; others end 12. */
export const commands: readonly AmsCommand[] = [deleteCommand, define, alter, listcat, repro];
