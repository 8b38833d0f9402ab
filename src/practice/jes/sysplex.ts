import type { JobEntry } from './job-entry.ts';
import type { JesOptions } from './options.ts';
import { reasons } from './reasons.rules.ts';

/** The systems that share the job queue, and which job may run on which (SYSAFF, SYSTEM, SCHENV). */
export class Sysplex {
  private readonly members: Map<string, boolean>;

  constructor(private readonly options: Pick<JesOptions, 'system' | 'systems' | 'schedulingEnvironments'>) {
    const others = (options.systems ?? []).map(({ name, active = true }) => [name, active] as const);
    this.members = new Map([[options.system.name, true], ...others]);
  }

  all(): readonly { name: string; active: boolean }[] {
    return Array.from(this.members, ([name, active]) => ({ name, active }));
  }

  has(name: string): boolean {
    return this.members.has(name);
  }

  set(name: string, active: boolean): void {
    this.members.set(name, active);
  }

  eligible(job: JobEntry, system: string): boolean {
    return (
      this.members.get(system) === true && isAmong(job.requests.systems, system) && this.environmentOn(job, system)
    );
  }

  /** Why no system takes the job, if none does. */
  obstacle(job: JobEntry): string | undefined {
    const active = this.all().filter((member) => member.active && isAmong(job.requests.systems, member.name));
    if (active.length === 0) return reasons.affinity;
    return active.some(({ name }) => this.environmentOn(job, name)) ? undefined : reasons.schedulingEnvironment;
  }

  private environmentOn({ requests }: JobEntry, system: string): boolean {
    const { schedulingEnvironment } = requests;
    if (schedulingEnvironment === undefined) return true;
    return this.options.schedulingEnvironments?.get(schedulingEnvironment)?.includes(system) ?? true;
  }
}

function isAmong(names: readonly string[] | undefined, system: string): boolean {
  if (names === undefined) return true;
  return names[0]?.startsWith('-') === true ? !names.includes(`-${system}`) : names.includes(system);
}
