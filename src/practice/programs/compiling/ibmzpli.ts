import { sha256Hex } from '../../../shared/digest.ts';
import { localTime, openListing } from '../listing.ts';
import { ended, type Program } from '../program.ts';
import { libraryOf, writeObject } from './igycrctl.ts';

/**
 * A subset of Enterprise PL/I: %INCLUDE members are looked up in SYSLIB, the object's bytes follow from the text. A
 * missing member is severe, 12 (IBM3841I; the wording was not looked up). Nothing else of the source is judged.
 *
 * @see Enterprise PL/I for z/OS Programming Guide, Compiler return codes
 */
export function ibmzpli(timeZone: string): Program {
  return {
    names: ['IBMZPLI'],
    run(step) {
      const listing = openListing(step, 'SYSPRINT');
      const input = step.dd('SYSIN');
      if (listing === undefined || input === undefined) return Promise.resolve(ended(16));
      const library = libraryOf(step);
      const included = new Map<string, readonly string[]>();
      const missing: string[] = [];
      const read = (lines: readonly string[]): string[] =>
        lines.flatMap((line) => {
          const name = /^\s*%\s*INCLUDE\s+(?:SYSLIB\s*\(\s*)?([A-Z0-9#@$]+)/i
            .exec(line.slice(1, 72))?.[1]
            ?.toUpperCase();
          if (name === undefined || included.has(name)) return [line];
          const text = library(name, 'SYSLIB');
          if (text === undefined) missing.push(name);
          else included.set(name, text);
          return [line, ...read(text ?? [])];
        });
      const lines = read(input.kind === 'dummy' ? [] : input.lines());
      listing.line('5655-PL6  IBM(R) Enterprise PL/I for z/OS       V6.R1.M0', '1');
      lines.forEach((line, at) => listing.line(`${String(at + 1).padStart(8)}.0 ${line.trimEnd()}`));
      for (const name of missing) listing.line(`IBM3841I S  The include file ${name} could not be found.`);
      const code = missing.length > 0 ? 12 : 0;
      listing.line(`End of compilation. Return code ${String(code)}`, '0');
      if (code >= 12) return Promise.resolve(ended(code));
      const text = lines.map((line) => line.slice(1, 72).trimEnd()).join('\n');
      const name = (/([A-Z0-9#@$_]+)\s*:\s*(?:PROC|PROCEDURE)\b/i.exec(text)?.[1] ?? 'MAIN').toUpperCase().slice(0, 8);
      const compiled = localTime(step, timeZone).toFormat('yyyyooo');
      const written = writeObject(step, {
        ...{
          name,
          digest: sha256Hex('PLI', '\0', step.parm, '\0', text),
          references: [],
          contoken: undefined,
          version: '',
        },
        ...{
          copybooks: included,
          translator: '5655-PL6',
          level: '0601',
          compiled,
          length: 256 + text.length,
          programObject: false,
        },
      });
      return Promise.resolve(ended(Math.max(code, written)));
    },
  };
}
