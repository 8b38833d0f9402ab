import type { DateTime } from 'luxon';
import type { Dd, Step } from '../program.ts';
import type { Part } from './sections.ts';

const levels = [
  { letter: 'T', title: 'TERMINAL MESSAGES      (SEVERITY = 16)', severity: 16 },
  { letter: 'S', title: 'SEVERE MESSAGES        (SEVERITY = 12)', severity: 12 },
  { letter: 'E', title: 'ERROR MESSAGES         (SEVERITY = 08)', severity: 8 },
  { letter: 'W', title: 'WARNING MESSAGES       (SEVERITY = 04)', severity: 4 },
  { letter: 'I', title: 'INFORMATIONAL MESSAGES (SEVERITY = 00)', severity: 0 },
];

/** SYSPRINT of the binder; counts severities as it goes. */
export class BinderListing {
  /** Of all messages so far. */
  severity = 0;
  private readonly numbers = new Map<string, Set<string>>();

  constructor(
    private readonly print: Dd,
    private readonly step: Step,
    private readonly at: DateTime,
  ) {
    print.open({ recfm: 'FBA', lrecl: 121 });
  }

  heading(): void {
    const { jobname, stepName, procStepName } = this.step;
    this.write(
      `1z/OS V3 R1 BINDER     ${this.at.setLocale('en').toFormat('HH:mm:ss EEEE LLLL d, yyyy').toUpperCase()}`,
    );
    const step = procStepName ?? stepName;
    this.write(
      ` BATCH EMULATOR  JOB(${jobname.padEnd(8)}) STEP(${(procStepName === undefined ? step : stepName).padEnd(8)}) PGM= ${'IEWL'.padEnd(8)}${procStepName === undefined ? '' : `  PROCEDURE(${procStepName.padEnd(8)})`}`,
    );
  }

  /** `IEW2456E 9207 text`: the letter of the number says how severe it is. */
  message(text: string): void {
    this.write(` ${text}`);
    const [, number = '', letter = 'I'] = /^IEW(\d{4})([IWEST])/.exec(text) ?? [];
    this.severity = Math.max(this.severity, levels.find((one) => one.letter === letter)?.severity ?? 0);
    this.numbers.set(letter, (this.numbers.get(letter) ?? new Set<string>()).add(number));
  }

  line(text: string): void {
    this.write(` ${text}`);
  }

  map(parts: readonly Part[], entry: string): void {
    this.write(`1${' '.repeat(39)}*** M O D U L E  M A P ***`);
    this.line('');
    this.line('---------------');
    this.line('CLASS  B_TEXT            ATTRIBUTES = CAT,   LOAD, RMODE=ANY');
    this.line('---------------');
    this.line('');
    this.line(' SECTION    CLASS                                      ------- SOURCE --------');
    this.line('  OFFSET   OFFSET  NAME                TYPE    LENGTH  DDNAME   SEQ  MEMBER');
    this.line('');
    let offset = 0;
    for (const { section, from } of parts.flatMap((part) =>
      part.sections.map((one) => ({ section: one, from: part.from })),
    )) {
      const { name, length } = section;
      this.line(
        `        ${hex(offset)}  ${name.padEnd(16)}   CSECT ${hex(length)}  ${from}${name === entry ? '  ** ENTRY POINT **' : ''}`,
      );
      offset += Math.ceil(length / 8) * 8;
    }
    this.line('');
    this.line(`${' '.repeat(39)}*** E N D  O F  M O D U L E  M A P ***`);
  }

  crossReference(parts: readonly Part[], unresolved: readonly string[]): void {
    this.write(`1${' '.repeat(39)}C R O S S - R E F E R E N C E  T A B L E`);
    this.write(` ${' '.repeat(39)}_________________________________________`);
    this.line('');
    this.line('TEXT CLASS = B_TEXT');
    this.line('');
    this.line(
      '---------------  R E F E R E N C E  --------------------------  T A R G E T  -------------------------------------------',
    );
    for (const part of parts)
      for (const name of part.references) {
        const target = unresolved.includes(name)
          ? '$UNRESOLVED'
          : (parts.find(({ defines }) => defines.includes(name))?.sections[0]?.name ?? '');
        this.line(
          `  ${(part.sections[0]?.name ?? '').padEnd(16)}                 V-CON | ${name.padEnd(16)} ${target}`,
        );
      }
    this.line(`${' '.repeat(39)}*** E N D  O F  C R O S S  R E F E R E N C E ***`);
  }

  summary(): void {
    this.write('1----------------------');
    this.line('MESSAGE SUMMARY REPORT');
    this.line('----------------------');
    for (const { letter, title } of levels) {
      this.line(` ${title}`);
      this.line(` ${[...(this.numbers.get(letter) ?? ['NONE'])].sort().join('  ')}`);
      this.line('');
    }
    this.line(' **** END OF MESSAGE SUMMARY REPORT ****');
  }

  private write(text: string): void {
    this.print.writeLine(text.slice(0, 121));
  }
}

const hex = (value: number) => value.toString(16).toUpperCase().padStart(8);
