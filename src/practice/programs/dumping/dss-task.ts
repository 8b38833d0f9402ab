import { DateTime } from 'luxon';
import { matchesMask } from '../../catalog/name-mask.rules.ts';
import { DataSetError } from '../../datasets/data-sets.ts';
import type { Attributes } from '../../datasets/data-sets.ts';
import { bundled, cut, pasted, unbundled } from '../copying/bundle.ts';
import type { BundledSet } from '../copying/bundle.ts';
import { fillSet, restoreSet, wholeSet } from '../copying/whole-sets.ts';
import { ddMissing } from '../listing.ts';
import type { Step } from '../program.ts';
import type { DssCommand } from './dss-command.rules.ts';
import { newName } from './new-names.rules.ts';

const kind = 'DSSDUMP';
const recordLength = 27_990;
const warned = 4;
const partFailed = 8;
const nothingDone = 12;

/** Why a data set was not processed. Wordings other than the numbers are not verified (Vol 1, ADR). */
const reasons = {
  missing: (name: string) => `ADR383W (T)-DTDSC(01), DATA SET ${name} NOT SELECTED`,
  inUse: (name: string) => `ADR412E (T)-DTDSC(03), DATA SET ${name} FAILED SERIALIZATION`,
  exists: (name: string) => `ADR442E (T)-FDDS (01), DATA SET ${name} EXISTS AND REPLACE WAS NOT SPECIFIED`,
  refused: (name: string) => `ADR402E (T)-DTDSC(01), AUTHORIZATION CHECK FAILED FOR DATA SET ${name}`,
  unexpired: (name: string) => `ADR415W (T)-DTDSC(01), DATA SET ${name} HAS NOT EXPIRED AND PURGE WAS NOT SPECIFIED`,
  noSpace: (name: string) => `ADR472E (T)-FDDS (01), UNABLE TO SELECT A TARGET VOLUME FOR DATA SET ${name}`,
} as const;

/** One command of DFSMSdss, as a task with its number. */
export class DssTask {
  private readonly failed = new Map<string, string>();
  private readonly done: string[] = [];

  constructor(
    private readonly step: Step,
    private readonly command: DssCommand,
    private readonly task: string,
    private readonly print: (line: string, control?: string) => void,
  ) {}

  run(): number {
    const { verb, ddname = '' } = this.command;
    if (verb !== 'COPY' && this.step.dd(ddname) === undefined) {
      ddMissing(this.step, ddname);
      this.say(`ADR001T (T)-TSKDD(01), OPEN FAILED FOR DDNAME ${ddname}`);
      return nothingDone;
    }
    if (verb === 'RESTORE') return this.restore(ddname);
    const names = this.selected();
    if (verb === 'DUMP') this.dump(ddname, names);
    else for (const name of names) this.copyOne(name);
    return this.summed(names.length);
  }

  private say(line: string, control = '0'): void {
    this.print(line.replace('(T)', `(${this.task})`), control);
  }

  private summed(selected: number): number {
    if (this.done.length > 0)
      this.list('ADR454I (T)-DTDSC(01), THE FOLLOWING DATA SETS WERE SUCCESSFULLY PROCESSED', this.done);
    const failed = [...this.failed.keys()];
    if (failed.length > 0)
      this.list('ADR455W (T)-DTDSC(01), THE FOLLOWING DATA SETS WERE NOT SUCCESSFULLY PROCESSED', failed);
    if (selected === 0 && failed.length === 0) {
      this.say('ADR470W (T)-DTDSC(01), NO DATA SETS SELECTED FOR PROCESSING');
      return warned;
    }
    return failed.length > 0 ? partFailed : 0;
  }

  private list(heading: string, names: readonly string[]): void {
    this.say(heading);
    for (const name of names) this.print(`${' '.repeat(25)}${name}`);
  }

  private fail(name: string, message: string): void {
    this.say(message);
    this.failed.set(name, message);
  }

  private selected(): string[] {
    const { dataSets } = this.step;
    const { include, exclude, by, from } = this.command;
    const out = exclude.map(matchesMask);
    const elsewhere = (name: string) => from.length > 0 && !from.includes(dataSets.find(name)?.volume ?? '');
    const chosen = new Set<string>();
    for (const mask of include) {
      const fits = matchesMask(mask);
      const found = dataSets
        .catalogEntries(mask)
        .filter((entry) => fits(entry.name) && (entry.type === 'NONVSAM' || entry.type === 'CLUSTER'))
        .map((entry) => entry.name);
      if (found.length === 0 && !/[*%]/.test(mask)) this.fail(mask, reasons.missing(mask));
      for (const name of found) {
        const attributes = dataSets.find(name)?.attributes;
        if (attributes === undefined || out.some((excluded) => excluded(name)) || !meets(attributes, by)) continue;
        if (!elsewhere(name)) chosen.add(name);
      }
    }
    const usable = [...chosen].filter((name) => this.usable(name));
    const [all, held] = [chosen.size, chosen.size - usable.length];
    this.say(
      `ADR801I (T)-DTDSC(01), DATA SET FILTERING IS COMPLETE. ${String(usable.length)} OF ${String(all)} DATA SETS WERE SELECTED: ${String(held)} FAILED SERIALIZATION AND 0 FAILED FOR OTHER REASONS`,
    );
    return usable;
  }

  private usable(name: string): boolean {
    const { remove, tolerate, purge } = this.command;
    if (this.denied(name, remove ? 'ALTER' : 'READ')) return false;
    if (remove && !purge && this.unexpired(name)) {
      this.fail(name, reasons.unexpired(name));
      return false;
    }
    if (tolerate || this.step.heldBy?.(name, remove ? 'exclusive' : 'shared') === undefined) return true;
    this.fail(name, reasons.inUse(name));
    return false;
  }

  private unexpired(name: string): boolean {
    const expdt = this.step.dataSets.find(name)?.attributes.expdt ?? '';
    const today = DateTime.fromMillis(this.step.now(), { zone: 'utc' }).toFormat('yyyy/ooo');
    return /^(1999\/36[56]|9999\/)/.test(expdt) || expdt > today;
  }

  private denied(name: string, level: 'READ' | 'ALTER'): boolean {
    const refusal = this.step.refuses?.(name, level);
    if (refusal === undefined) return false;
    for (const line of refusal) this.step.wto(line, { system: true });
    this.fail(name, reasons.refused(name));
    return true;
  }

  private dump(ddname: string, names: readonly string[]): void {
    const { dataSets } = this.step;
    const sets = names.map((name) => wholeSet(dataSets, name)).filter((set) => set !== undefined);
    const output = this.step.dd(ddname);
    if (sets.length > 0 && output !== undefined) {
      output.open({ recfm: 'U', lrecl: 0, blksize: recordLength });
      const own = output.attributes;
      const fixed = own.recfm?.startsWith('F') === true && (own.lrecl ?? 0) > 0;
      for (const record of cut(bundled(kind, sets), fixed ? (own.lrecl ?? recordLength) : recordLength))
        output.write(record);
    }
    for (const { dsname } of sets) {
      this.done.push(dsname);
      if (this.command.remove) this.step.dataSets.remove(dsname);
    }
  }

  private restore(ddname: string): number {
    const bytes = pasted(this.step.dd(ddname)?.records() ?? []);
    const sets = bytes === undefined ? undefined : unbundled(kind, bytes);
    if (sets === undefined) {
      this.say(`ADR368E (T)-FDDS (01), DATA SET ON DDNAME ${ddname} IS NO DUMP OF DATA SETS`);
      return nothingDone;
    }
    const { include, exclude, by } = this.command;
    const out = exclude.map(matchesMask);
    const wanted = sets.filter(
      ({ dsname, attributes }) =>
        include.some((mask) => matchesMask(mask)(dsname)) && !out.some((one) => one(dsname)) && meets(attributes, by),
    );
    for (const mask of include)
      if (!/[*%]/.test(mask) && !wanted.some(({ dsname }) => dsname === mask)) this.fail(mask, reasons.missing(mask));
    for (const set of wanted) {
      const keepsName = this.command.renamesTaken && this.step.dataSets.locate(set.dsname) === undefined;
      this.place(set, keepsName ? set.dsname : newName(set.dsname, this.command.renames));
    }
    return this.summed(wanted.length);
  }

  private copyOne(name: string): void {
    const target = newName(name, this.command.renames);
    const set = wholeSet(this.step.dataSets, name);
    if (set === undefined) return;
    if (target === name) {
      this.fail(name, reasons.exists(name));
      return;
    }
    if (this.place(set, target) && this.command.remove) this.step.dataSets.remove(name);
  }

  private place(set: BundledSet, target: string): boolean {
    const { dataSets, user } = this.step;
    if (this.denied(target, 'ALTER')) return false;
    const present = dataSets.find(target);
    if (present !== undefined && !this.command.replace) {
      this.fail(target, reasons.exists(target));
      return false;
    }
    if (present !== undefined && !this.command.tolerate && this.step.heldBy?.(target, 'exclusive') !== undefined) {
      this.fail(target, reasons.inUse(target));
      return false;
    }
    try {
      if (present?.attributes.dsorg === 'PO' && set.attributes.dsorg === 'PO') emptied(this.step, target);
      else if (present !== undefined) dataSets.remove(target);
      if (dataSets.find(target) === undefined) restoreSet(dataSets, set, target, user, this.command.volume);
      else fillSet(dataSets, set, target, user);
      const { classes } = this.command;
      if (set.attributes.dsorg === 'VS') dataSets.vsam.alter(target, classes);
      else dataSets.relabel(target, classes);
    } catch (error) {
      if (!(error instanceof DataSetError)) throw error;
      this.fail(target, error.fault.kind === 'exists' ? reasons.exists(target) : reasons.noSpace(target));
      return false;
    }
    this.done.push(target === set.dsname ? target : `${set.dsname} AS ${target}`);
    return true;
  }
}

/** Restoring over a library replaces all of it: what the dump does not have is gone. */
function emptied(step: Step, dsname: string): void {
  for (const { name } of step.dataSets.members(dsname))
    if (step.dataSets.member(dsname, name) !== undefined) step.dataSets.removeMember(dsname, name);
  step.dataSets.compress(dsname);
}

const organisations: Readonly<Record<string, (attributes: Attributes) => boolean>> = {
  SAM: ({ dsorg }) => dsorg === 'PS',
  PAM: ({ dsorg }) => dsorg === 'PO',
  PDS: ({ dsorg, dsntype }) => dsorg === 'PO' && dsntype !== 'LIBRARY',
  PDSE: ({ dsorg, dsntype }) => dsorg === 'PO' && dsntype === 'LIBRARY',
  VSAM: ({ dsorg }) => dsorg === 'VS',
  BDAM: ({ dsorg }) => dsorg === 'DA',
};

const meets = (attributes: Attributes, by: DssCommand['by']): boolean =>
  by.every(({ comparison, values }) => {
    const found = values.some((value) => organisations[value]?.(attributes) === true);
    return comparison === 'NE' ? !found : found;
  });
