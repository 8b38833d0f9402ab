import { iebcompr } from './comparing/iebcompr.ts';
import { isrsupc } from './comparing/isrsupc.ts';
import { icegener } from './copying/icegener.ts';
import { iebcopy } from './copying/iebcopy.ts';
import { iebgener } from './copying/iebgener.ts';
import { adrdssu } from './dumping/adrdssu.ts';
import { amaterse } from './dumping/amaterse.ts';
import { idcams } from './idcams.ts';
import { iebedit } from './iebedit.ts';
import { iefbr14 } from './iefbr14.ts';
import { iehprogm } from './iehprogm.ts';
import { iebptpch } from './printing/iebptpch.ts';
import type { Program } from './program.ts';
import { iebupdte } from './updating/iebupdte.ts';

/** The utilities for data sets: copy, update, catalog, compare, pack. */
export const dataSetUtilities = (timeZone: string): readonly Program[] => [
  iefbr14,
  iebgener,
  icegener(timeZone),
  iebcopy(timeZone),
  iebupdte,
  iebcompr,
  isrsupc(timeZone),
  iebptpch,
  iebedit,
  iehprogm,
  adrdssu(timeZone),
  amaterse,
  idcams(timeZone),
];
