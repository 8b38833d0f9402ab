import { cpuShare } from './charging.ts';
import { ebcdic } from '../codepages/code-page.ts';
import { CobolView } from './compiling/cobol-view.ts';
import { readLayouts } from './compiling/copybook.ts';
import { keyOfPackage } from './dsn-packages.ts';
import { correlationOf } from './dsn-run.ts';
import type { LoadModule } from './binding/load-module.ts';
import { Abend, type Dd, type Step } from './program.ts';

export interface ModuleParts {
  step: Step;
  module: LoadModule;
  /** Time that the program has to let pass. */
  seconds: number;
  fetch(name: string): { logic: { call?(api: ModuleApi, ...parameters: Buffer[]): void }; module: LoadModule };
}

/** What a program of the site sees of its step: its files, its copybooks as compiled in, other modules, Db2 and time. */
export class ModuleApi {
  private startedAt: number | undefined;

  constructor(private readonly parts: ModuleParts) {}

  get program(): string {
    return this.parts.module.program;
  }

  get parm(): string {
    return this.parts.step.parm;
  }

  /** Whether the step has this DD, for files that are optional. */
  has(ddname: string): boolean {
    return this.parts.step.dd(ddname) !== undefined;
  }

  /** Records of an input file. @throws {Abend} S0C1 as after an OPEN of a DD that is missing */
  read(ddname: string): readonly Buffer[] {
    const dd = this.dd(ddname);
    return dd.kind === 'dummy' ? [] : dd.records();
  }

  /** Opens an output file of fixed records. */
  output(ddname: string, lrecl: number): { write(record: Buffer): void; line(text: string): void } {
    const dd = this.dd(ddname);
    dd.open({ recfm: 'FB', lrecl });
    return { write: (record) => dd.write(record), line: (text) => dd.writeLine(text) };
  }

  /** DISPLAY UPON SYSOUT; nothing happens where the step has no SYSOUT. */
  display(text: string): void {
    const dd = this.parts.step.dd('SYSOUT');
    if (dd === undefined) return;
    dd.open({ recfm: 'FB', lrecl: 133 });
    dd.writeLine(text);
  }

  /**
   * Storage under a record of a copybook, in the layout that this module was compiled with; without bytes a new area of
   * blanks. The first record of the copybook when none is named.
   */
  view(copybook: string, bytes?: Buffer, record?: string): CobolView {
    const text = this.parts.module.copybooks.get(copybook);
    const layouts = text === undefined ? [] : readLayouts(text);
    const layout = record === undefined ? layouts[0] : layouts.find(({ name }) => name === record);
    if (layout === undefined) throw new Error(`${this.program} was compiled without ${record ?? ''} of ${copybook}`);
    return new CobolView(layout, bytes ?? Buffer.alloc(layout.length, 0x40), this.program);
  }

  /** A dynamic CALL. @throws {Abend} S806-04; what the called program throws */
  call(name: string, ...parameters: Buffer[]): void {
    const { logic, module } = this.parts.fetch(name);
    if (logic.call === undefined) throw new Abend({ kind: 'system-abend', code: '0C4', reason: '00000010' });
    logic.call(new ModuleApi({ ...this.parts, module, seconds: 0 }), ...parameters);
  }

  /** The first SQL call: finds the package of this module's token. Writes DSNT408I to SYSOUT when there is none. */
  connect(): number {
    const thread = this.parts.step.subsystems.thread(correlationOf(this.parts.step));
    const contoken = this.parts.module.contoken;
    if (thread === undefined || contoken === undefined) {
      this.display('DSNT408I SQLCODE = -924, ERROR:  DB2 CONNECTION INTERNAL ERROR');
      return -924;
    }
    const found = thread.db2.resolve(thread.plan, this.program, contoken);
    if (found.sqlcode === 0) {
      thread.uses?.add(keyOfPackage(found.pack));
      return 0;
    }
    if (found.sqlcode === -818) {
      this.display('DSNT408I SQLCODE = -818, ERROR:  THE PRECOMPILER-GENERATED TIMESTAMP IN THE LOAD MODULE');
      this.display('         IS DIFFERENT FROM THE BIND TIMESTAMP BUILT FROM THE DBRM');
      this.display('DSNT418I SQLSTATE   = 51003 SQLSTATE RETURN CODE');
      return -818;
    }
    this.display('DSNT408I SQLCODE = -805, ERROR:  DBRM OR PACKAGE NAME');
    this.display(`         ${thread.db2.location}..${this.program}.${contoken} NOT FOUND IN PLAN`);
    this.display(`         ${thread.plan}. REASON ${found.reason}`);
    this.display('DSNT418I SQLSTATE   = 51002 SQLSTATE RETURN CODE');
    return -805;
  }

  encode(text: string): Buffer {
    return ebcdic.encode(text);
  }

  decode(bytes: Uint8Array): string {
    return ebcdic.decode(bytes);
  }

  abend(code: number): never {
    throw new Abend({ kind: 'user-abend', code });
  }

  /** Lets the program's time pass up to this share of its work; late wake-ups do not add up. */
  async progress(done: number, of: number): Promise<void> {
    this.startedAt ??= this.parts.step.now();
    const due = of === 0 ? 0 : (this.parts.seconds * done) / of;
    const seconds = due - (this.parts.step.now() - this.startedAt) / 1000;
    if (seconds > 0) await this.parts.step.elapse(seconds, seconds * cpuShare);
  }

  /** Asks the operator (WTOR) and waits for the reply. @throws {Abend} S522 when none comes */
  async ask(text: string): Promise<string> {
    return (await this.parts.step.ask?.(text)) ?? '';
  }

  /** Lets what is left of the program's time pass. */
  async passRest(): Promise<void> {
    await this.progress(1, 1);
  }

  private dd(ddname: string): Dd {
    const dd = this.parts.step.dd(ddname);
    if (dd !== undefined) return dd;
    throw new Abend({ kind: 'system-abend', code: '0C1', reason: '00000001' }, [
      `IEC130I ${ddname.padEnd(8)} DD STATEMENT MISSING`,
    ]);
  }
}
