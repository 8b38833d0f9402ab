/** Steps while their statements are being read, with the caller's overrides waiting to be applied. */

import { overrideDd } from './coded-dds.rules.ts';
import type { CodedDd } from './coded-dds.rules.ts';
import type { IfBranch } from './job-model.rules.ts';
import type { Statement } from './records.rules.ts';

export interface DdGroup {
  readonly name: string;
  readonly parts: CodedDd[];
}

export interface StepDraft {
  readonly step: string;
  readonly procStep: string | undefined;
  /** One number for all steps of one procedure call; 0 outside procedures. */
  readonly call: number;
  readonly statement: number;
  readonly exec: ReadonlyMap<string, string>;
  readonly ifPath: readonly IfBranch[];
  readonly groups: DdGroup[];
}

/** A caller's DD statement (with its concatenation) for a step of the procedure. An empty `step` is the first one. */
export interface Override {
  readonly step: string;
  readonly ddname: string;
  readonly statements: { statement: Statement; operands: string }[];
  applied: number;
}

/** Turns a listed statement into a coded DD; the caller of the builder lists and numbers it. */
export type Coder = (override: Override, at: number, name: string) => CodedDd;

/** Adds DD statements to a step in order, laying the overrides over them. */
export class StepBuilder {
  private active: Override | undefined;
  private group: DdGroup | undefined;

  constructor(
    readonly draft: StepDraft,
    private readonly overrides: readonly Override[],
    private readonly code: Coder,
  ) {}

  /** Lists the overriding statement and answers it; the original comes right after it with `add`. */
  takeOverride(name: string): CodedDd | undefined {
    if (name !== '') {
      this.finishGroup();
      this.active = this.overrides.find((over) => over.ddname === name && over.applied === 0);
    }
    const { active } = this;
    if (active === undefined || active.applied >= active.statements.length) return undefined;
    active.applied += 1;
    return this.code(active, active.applied - 1, name);
  }

  add(coded: CodedDd, over: CodedDd | undefined): boolean {
    const dd = over === undefined ? coded : overrideDd(coded, over);
    if (dd.name === '') {
      if (this.group === undefined) return false;
      this.group.parts.push(dd);
      return true;
    }
    this.group = { name: dd.name, parts: [dd] };
    this.draft.groups.push(this.group);
    return true;
  }

  /** Appends what is left of a concatenation's override. */
  private finishGroup(): void {
    const { active } = this;
    if (active !== undefined)
      while (active.applied < active.statements.length) {
        active.applied += 1;
        this.group?.parts.push(this.code(active, active.applied - 1, ''));
      }
    this.active = undefined;
  }

  /** Ends the step: DDs that the procedure does not have are added. */
  close(): void {
    this.finishGroup();
    for (const over of this.overrides) {
      if (over.applied > 0) continue;
      this.active = over;
      over.applied = 1;
      this.add(this.code(over, 0, over.ddname), undefined);
      this.finishGroup();
    }
  }
}
