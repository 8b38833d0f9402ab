import { ebcdic } from '../../codepages/code-page.ts';
import { ddMissing, openListing } from '../listing.ts';
import type { Listing } from '../listing.ts';
import { ended } from '../program.ts';
import type { Completion, Dd, Program, Step } from '../program.ts';
import { outOfSpace } from '../copying/space-abends.ts';
import { ChangeFault, changedRecords, newRecords, sequenceField } from './changed-records.rules.ts';
import { readUpdateControl } from './iebupdte-control.rules.ts';
import type { UpdateFunction, UpdateStatement } from './iebupdte-control.rules.ts';

const misused = 4;
const wrong = 12;

/**
 * Messages of IEBUPDTE. Those of success (IEB816I to IEB819I) stand as published listings have them; the others have
 * the program's numbers, but their wordings are not verified (z/OS MVS System Messages Vol 7).
 */
const messages = {
  replaced: (name: string) => `IEB816I MEMBER NAME (${name.padEnd(8)}) FOUND IN NM DIRECTORY. TTR IS NOW ALTERED.`,
  added: (name: string) => `IEB817I MEMBER NAME (${name.padEnd(8)}) NOT FOUND IN NM DIRECTORY. STOWED WITH TTR.`,
  present: (name: string) => `IEB820I MEMBER NAME (${name.padEnd(8)}) ALREADY EXISTS IN NM DIRECTORY. NOT ADDED.`,
  missing: (name: string) => `IEB813I MEMBER NAME (${name.padEnd(8)}) NOT FOUND IN OM DIRECTORY.`,
  invalid: (text: string) => `IEB805I CONTROL STATEMENT ERROR. ${text}`.slice(0, 110),
  sequence: (text: string) => `IEB803I SEQUENCE ERROR OR MISSING SEQUENCE NUMBER. ${text}`.slice(0, 110),
  exits: 'IEB822I USER EXITS AND USER LABELS ARE NOT AVAILABLE.',
} as const;

/**
 * Makes and changes members of 80-byte records from SYSIN. What it writes has no ISPF statistics.
 *
 * @see z/OS DFSMSdfp Utilities, IEBUPDTE: return codes 0, 4, 12, 16
 */
export const iebupdte: Program = {
  names: ['IEBUPDTE'],
  run: (step) => Promise.resolve(run(step)),
};

function run(step: Step): Completion {
  const listing = openListing(step, 'SYSPRINT');
  if (listing === undefined) return ended(wrong);
  listing.line(`${' '.repeat(5)}SYSIN${' '.repeat(58)}NEW MASTER${' '.repeat(16)}IEBUPDTE LOG PAGE 0001`, '1');
  const end = (code: number) => {
    listing.line(`IEB818I HIGHEST CONDITION CODE WAS ${String(code).padStart(8, '0')}`);
    listing.line('IEB819I END OF JOB IEBUPDTE.');
    return ended(code);
  };
  const [mode = '', ...exits] = step.parm.toUpperCase().split(',');
  if (!['', 'NEW', 'MOD'].includes(mode) || exits.some((one) => one !== '')) {
    listing.line(exits.length > 0 ? messages.exits : messages.invalid(`PARM=${step.parm}`));
    return end(wrong);
  }
  const needed = mode === 'NEW' ? ['SYSIN', 'SYSUT2'] : ['SYSIN', 'SYSUT1'];
  const absent = needed.find((name) => step.dd(name) === undefined);
  if (absent !== undefined) {
    ddMissing(step, absent);
    listing.line(messages.invalid(`${absent} DD STATEMENT MISSING`));
    return end(wrong);
  }
  const control = step.dd('SYSIN');
  const lines = control === undefined || control.kind === 'dummy' ? [] : control.lines();
  const { functions, misplaced } = readUpdateControl(lines);
  for (const statement of misplaced) listing.line(messages.invalid(statement.text));
  let code = misplaced.length === 0 ? 0 : misplaced.some(({ damaged }) => damaged) ? wrong : misused;
  for (const one of functions) code = Math.max(code, new Update(step, listing, mode, one).run());
  return end(code);
}

const refusedOperands = ['INHDR', 'INTLR', 'OUTHDR', 'OUTTLR', 'TOTAL'];
/** SSI, LEVEL and SOURCE go into four bytes of the directory that nothing here shows; they are checked alone. */
const directoryOperands: Readonly<Record<string, RegExp>> = {
  ...{ SSI: /^[0-9A-F]{8}$/, LEVEL: /^[0-9A-F]{2}$/, SOURCE: /^[01]$/, NEW: /^P[OS]$/, COLUMN: /^[1-9]\d?$/ },
};
const knownOperands = ['NAME', 'LIST', 'SEQFLD', 'NEW', 'MEMBER', 'COLUMN', 'UPDATE', 'LEVEL', 'SOURCE', 'SSI'];

/** One function statement with its data. */
class Update {
  private readonly operands: ReadonlyMap<string, string>;
  private readonly statement: UpdateStatement;

  constructor(
    private readonly step: Step,
    private readonly listing: Listing,
    private readonly mode: string,
    private readonly one: UpdateFunction,
  ) {
    this.statement = one.statement;
    this.operands = one.statement.operands;
  }

  run(): number {
    if (this.statement.damaged) return wrong;
    this.listing.line(`        ./         ${this.statement.text}`);
    const refused = [...this.operands.keys()].find((key) => !knownOperands.includes(key));
    if (refused !== undefined)
      return this.say(refusedOperands.includes(refused) ? messages.exits : messages.invalid(refused));
    const [wrongKey] = [...this.operands].find(([key, value]) => directoryOperands[key]?.test(value) === false) ?? [];
    if (wrongKey !== undefined) return this.say(messages.invalid(wrongKey));
    try {
      return this.carriedOut();
    } catch (error) {
      if (!(error instanceof ChangeFault)) throw error;
      return this.say(messages.sequence(error.message));
    }
  }

  private say(message: string, code = wrong): number {
    this.listing.line(message);
    return code;
  }

  private get inPlace(): boolean {
    return this.operands.get('UPDATE') === 'INPLACE';
  }

  private carriedOut(): number {
    const { verb } = this.statement;
    const fromOld = verb === 'CHANGE' || verb === 'REPRO';
    if (fromOld && this.mode === 'NEW') return this.say(messages.invalid(`${verb} WITH PARM=NEW`));
    if (verb === 'REPRO' && this.one.details.some(({ kind }) => kind === 'data'))
      this.say(messages.invalid('DATA AFTER REPRO'), misused);
    const output = this.step.dd(this.inPlace ? 'SYSUT1' : 'SYSUT2');
    if (output === undefined) return this.say(messages.invalid('SYSUT2 DD STATEMENT MISSING'));
    const field = sequenceField(this.operands.get('SEQFLD'));
    const records = fromOld ? this.fromOld(field) : newRecords(this.one.details, field);
    if (records === undefined) return wrong;
    return this.write(output, records);
  }

  private fromOld(field: ReturnType<typeof sequenceField>): string[] | undefined {
    const input = this.step.dd('SYSUT1');
    const old = input === undefined ? undefined : this.oldRecords(input);
    if (old === undefined) {
      this.say(messages.missing(this.operands.get('NAME') ?? ''));
      return undefined;
    }
    if (this.statement.verb === 'REPRO' && !this.one.details.some(({ kind }) => kind === 'number')) return old;
    const column = Number(this.operands.get('COLUMN') ?? 1);
    return changedRecords(old, this.one.details, field, { column, inPlace: this.inPlace });
  }

  private oldRecords(input: Dd): string[] | undefined {
    const entry = input.dsname === undefined ? undefined : this.step.dataSets.find(input.dsname);
    if (entry?.attributes.dsorg !== 'PO' || input.concatenation[0]?.member !== undefined) return [...input.lines()];
    const name = this.operands.get('NAME') ?? '';
    if (this.step.dataSets.member(entry.dsname, name) === undefined) return undefined;
    return this.step.dataSets.read(entry.dsname, name).map((record) => ebcdic.decode(record));
  }

  private write(output: Dd, records: readonly string[]): number {
    const entry = output.dsname === undefined ? undefined : this.step.dataSets.find(output.dsname);
    if (this.operands.get('LIST') === 'ALL') for (const record of records) this.listing.line(record.trimEnd());
    if (entry?.attributes.dsorg !== 'PO' || output.concatenation[0]?.member !== undefined) {
      output.open({ recfm: 'FB', lrecl: 80 });
      for (const record of records) output.writeLine(record);
      return 0;
    }
    const name = this.operands.get(this.operands.has('MEMBER') ? 'MEMBER' : 'NAME');
    if (name === undefined || !/^[A-Z$#@][A-Z0-9$#@]{0,7}$/.test(name))
      return this.say(messages.invalid('NAME IS MISSING OR INVALID'));
    const present = this.step.dataSets.member(entry.dsname, name) !== undefined;
    if (present && this.statement.verb === 'ADD') return this.say(messages.present(name));
    return this.stow(output, entry.dsname, name, records, present);
  }

  private stow(output: Dd, dsname: string, name: string, records: readonly string[], present: boolean): number {
    const { dataSets, user } = this.step;
    try {
      dataSets.write(
        dsname,
        name,
        records.map((record) => ebcdic.encode(record.trimEnd())),
        { user, statistics: 'none' },
      );
      for (const detail of this.one.details) {
        if (detail.kind !== 'alias') continue;
        const alias = detail.statement.operands.get('NAME');
        if (alias === undefined) return this.say(messages.invalid('ALIAS WITHOUT NAME'), misused);
        dataSets.addAlias(dsname, name, alias);
      }
    } catch (error) {
      throw outOfSpace(this.step, output, error);
    }
    this.listing.line(present ? messages.replaced(name) : messages.added(name));
    return 0;
  }
}
