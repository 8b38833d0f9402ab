import { sha256Hex } from '../../../shared/digest.ts';
import { localTime, openListing, type Listing } from '../listing.ts';
import { ended, type Program, type Step } from '../program.ts';
import { libraryOf, writeObject } from './igycrctl.ts';
import { mapCopybook } from './map-copybook.rules.ts';

interface Flagged {
  line: number;
  text: string;
  severity: number;
}

const directives =
  'ACONTROL ADATA AINSERT ALIAS AMODE CATTR CCW CCW0 CCW1 CEJECT CNOP COM COPY CSECT CXD DC DROP DS DSECT DXD EJECT END ENTRY EQU EXITCTL EXTRN ICTL ISEQ LOCTR LTORG OPSYN ORG POP PRINT PROCESS PUNCH PUSH REPRO RMODE RSECT SPACE START TITLE USING WXTRN XATTR MACRO MEND MEXIT MNOTE GBLA GBLB GBLC LCLA LCLB LCLC SETA SETAF SETB SETC SETCF AIF AGO AIFB AGOB ANOP ACTR AREAD AEJECT ASPACE AHIO'.split(
    ' ',
  );
const shipped = /(MACLIB|MODGEN|MAC\d?|SDFHMAC|SCEEMAC|SASMMAC\d|SDSNMACS)$/;

/**
 * A subset of the High Level Assembler: COPY members and macros are looked up in SYSLIB; statements are counted, none is
 * assembled. Operations are judged only where SYSLIB names no macro library that ships with the system: then one that is
 * neither a directive, an instruction by its form, nor a member is ASMA057E. The object's bytes follow from the source.
 * BMS maps: SYSPARM(DSECT) punches the symbolic map for COBOL, SYSPARM(MAP) makes the object.
 *
 * @see High Level Assembler for z/OS Programmer's Guide, Return codes; ASMA057E, ASMA060S, ASMA435I
 */
export function asma90(timeZone: string): Program {
  return {
    names: ['ASMA90', 'IEV90', 'IFOX00'],
    run(step) {
      const listing = openListing(step, 'SYSPRINT');
      const input = step.dd('SYSIN');
      if (listing === undefined || input === undefined) return Promise.resolve(ended(16));
      const source = input.kind === 'dummy' ? [] : input.lines();
      listing.line(
        `High Level Assembler Option Summary   ${localTime(step, timeZone).toFormat('HLASM R6.0 yyyy/MM/dd HH.mm')}`,
        '1',
      );
      listing.line(`Overriding Parameters- ${step.parm}`);
      const flagged = judged(step, listing, source);
      const severity = Math.max(0, ...flagged.map((one) => one.severity));
      listing.line(
        flagged.length === 0
          ? 'No Statements Flagged in this Assembly'
          : `${String(flagged.length)} Statements Flagged in this Assembly   ${String(severity)} was Highest Severity Flag`,
        '0',
      );
      listing.line(`HIGH LEVEL ASSEMBLER, 5696-234, RELEASE 6.0   ${String(source.length)} Primary Input Records Read`);
      const written = severity < 12 ? output(step, source, localTime(step, timeZone).toFormat('yyyyooo')) : 0;
      const code = Math.max(severity, written);
      listing.line(`Return Code ${String(code).padStart(3, '0')}`);
      return Promise.resolve(ended(code));
    },
  };
}

function judged(step: Step, listing: Listing, source: readonly string[]): Flagged[] {
  const library = libraryOf(step);
  const flagged: Flagged[] = [];
  const own = new Set<string>();
  const trusted = (step.dd('SYSLIB')?.concatenation ?? []).some(({ dsname }) => shipped.test(dsname));
  const flag = (one: Flagged) => {
    flagged.push(one);
    listing.line(`** ${one.text}`);
  };
  let continued = false;
  let prototype = false;
  for (const [at, line] of source.entries()) {
    const statement = !continued && !/^(\*|\.\*)/.test(line) ? /^(\S*)\s+(\S+)\s*(\S*)/.exec(line.slice(0, 71)) : null;
    continued = line.charAt(71).trim() !== '';
    listing.line(`${String(at + 1).padStart(6)} ${line.slice(0, 80).trimEnd()}`);
    if (statement === null) continue;
    const [, , operation = '', operand = ''] = statement;
    if (prototype) own.add(operation);
    prototype = operation === 'MACRO';
    if (operation === 'COPY' && library(operand, 'SYSLIB') === undefined)
      flag({ line: at + 1, text: `ASMA060S COPY code not found - ${operand}`, severity: 12 });
    else if (
      !directives.includes(operation) &&
      !own.has(operation) &&
      !isInstruction(operation) &&
      !trusted &&
      library(operation, 'SYSLIB') === undefined
    )
      flag({ line: at + 1, text: `ASMA057E Undefined operation code - ${operation}`, severity: 8 });
  }
  return flagged;
}

/** Machine instructions by the form of their names: they are not listed one by one. */
const isInstruction = (operation: string): boolean =>
  /^(A|AH|AL|ALR|AP|AR|B|BAL|BALR|BAS|BASR|BASSM|BC|BCR|BCT|BCTR|BR|BSM|BXH|BXLE|C|CDS|CH|CL|CLC|CLCL|CLI|CLM|CLR|CP|CR|CS|CVB|CVD|D|DP|DR|ED|EDMK|EX|IC|ICM|IPM|L|LA|LAM|LCR|LH|LM|LNR|LPR|LR|LTR|M|MH|MP|MR|MVC|MVCIN|MVCL|MVI|MVN|MVO|MVZ|N|NC|NI|NOP|NOPR|NR|O|OC|OI|OR|PACK|S|SH|SL|SLA|SLDA|SLDL|SLL|SLR|SP|SPM|SR|SRA|SRDA|SRDL|SRL|SRP|ST|STAM|STC|STCM|STH|STM|SVC|TM|TR|TRT|TS|UNPK|X|XC|XI|XR|ZAP)$/.test(
    operation,
  ) ||
  /^B(E|NE|H|L|NH|NL|Z|NZ|P|M|O|NO|NP|NM)R?$/.test(operation) ||
  /^J[A-Z]{0,4}$|^BR[A-Z]{1,3}$|^[A-Z]{1,5}(G|F|Y|K)[A-Z]{0,3}$|^L[A-Z]{2,5}$|^CLC?[A-Z]{1,4}$/.test(operation);

function output(step: Step, source: readonly string[], compiled: string): number {
  const sysparm = /SYSPARM\(([^)]*)\)/.exec(step.parm)?.[1] ?? '';
  const isMap = source.some((line) => /\sDFHMSD\s/.test(line));
  const name = (/^(\S+)\s+(?:CSECT|RSECT|START|DFHMSD)\b/m.exec(source.join('\n'))?.[1] ?? 'PRIVATE').slice(0, 8);
  if (isMap && /DSECT/.test(sysparm)) {
    const punch = step.dd('SYSPUNCH');
    if (punch === undefined) return 16;
    punch.open({ recfm: 'FB', lrecl: 80 });
    for (const line of mapCopybook(source)) punch.writeLine(line);
    return 0;
  }
  const text = source.map((line) => line.slice(0, 72).trimEnd()).join('\n');
  const references = [...text.matchAll(/=V\(([A-Z0-9#@$]+)\)|\sEXTRN\s+([A-Z0-9#@$]+)/g)].map(
    ([, one, two]) => one ?? two ?? '',
  );
  const object = {
    ...{ name, digest: sha256Hex('ASM', '\0', sysparm, '\0', text), references: [...new Set(references)] },
    ...{ contoken: undefined, version: '', copybooks: new Map(), translator: '569623400', level: '0106', compiled },
    ...{ length: 64 + text.length, programObject: false },
  };
  if (step.dd('SYSLIN') !== undefined) return writeObject(step, object);
  return /NOOBJ|NODECK/.test(step.parm) ? 0 : writeObject(step, object);
}
