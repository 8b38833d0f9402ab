import { amblist } from '../binding/amblist.ts';
import { iewl } from '../binding/iewl.ts';
import type { Program } from '../program.ts';
import { asma90 } from './asma90.ts';
import { ibmzpli } from './ibmzpli.ts';
import { igycrctl } from './igycrctl.ts';
import { cicsTranslator, dsnhpc } from './translators.ts';

/** Everything between source and load module. */
export const createCompilers = (timeZone: string): readonly Program[] => [
  igycrctl(timeZone),
  dsnhpc(timeZone),
  cicsTranslator,
  asma90(timeZone),
  ibmzpli(timeZone),
  iewl(timeZone),
  amblist(timeZone),
];
