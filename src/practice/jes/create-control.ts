import type { JesControl } from './jes.ts';
import { statusOf } from './initiators.ts';
import type { Initiators } from './initiators.ts';
import type { JobEntry } from './job-entry.ts';
import type { OperatorActions } from './operator-actions.ts';
import type { Jes2Parts } from './parts.ts';
import type { Held } from '../steps/enqueues.ts';
import type { Sysplex } from './sysplex.ts';

/** Bytes of spool that $D SPOOL measures by where the site says nothing: one 3390-9. */
const spoolBytes = 8_510_000_000;

/** What operators may do to JES2 itself. */
export function createControl(
  parts: Jes2Parts,
  initiators: Initiators,
  actions: OperatorActions,
  sysplex: Sysplex,
  enqueues: () => readonly Held[],
): JesControl {
  const { options } = parts;
  const onInitiator = (act: (found: Initiators['all'][number]) => void) => (system: string, number: number) => {
    const found = initiators.find(system, number);
    if (found !== undefined) act(found);
    return found !== undefined;
  };
  return {
    initiators: () =>
      initiators.all.map((one) => ({
        ...{ number: one.number, system: one.system, classes: one.classes, status: statusOf(one) },
        ...(one.job === undefined ? {} : { job: one.job }),
      })),
    startInitiator: onInitiator((found) => initiators.startInitiator(found)),
    drainInitiator: onInitiator((found) => initiators.drain(found)),
    setInitiatorClasses: (system, number, classes) =>
      onInitiator((found) => initiators.setClasses(found, classes))(system, number),
    classes: () => classStates(parts, initiators),
    holdClass(name, held) {
      const known = options.classes.some((one) => one.name === name);
      if (known) initiators.holdClass(name, held);
      return known;
    },
    setPriority: (job, priority) => actions.setPriority(job, priority),
    restart: (job) => actions.restart(job),
    systems: () => sysplex.all(),
    setSystem(name, active) {
      if (!sysplex.has(name)) return false;
      sysplex.set(name, active);
      if (active)
        initiators.all.filter(({ system }) => system === name).forEach((one) => initiators.startInitiator(one));
      else for (const job of initiators.jobsRunning()) if (job.system === name) job.stop('system');
      initiators.reconsiderAll();
      return true;
    },
    enqueues,
    takeNotices: (user) => parts.notices.take(user),
    spoolUse: () => ({ used: parts.store.bytes, capacity: options.spoolBytes ?? spoolBytes }),
  };
}

function classStates({ options }: Jes2Parts, initiators: Initiators): ReturnType<JesControl['classes']> {
  const count = (jobs: Iterable<JobEntry>) => {
    const counts = new Map<string, number>();
    for (const { jobClass } of jobs) counts.set(jobClass, (counts.get(jobClass) ?? 0) + 1);
    return counts;
  };
  const [waiting, active] = [count(initiators.jobsWaiting()), count(initiators.jobsRunning())];
  return options.classes.map(
    ({ name, duplicateNames = 'DELAY', messageLevel, jobrc = 'MAXRC', timeMinutes = 1440 }) => ({
      ...{ name, duplicateNames, jobrc, timeMinutes, held: initiators.classHeld(name) },
      messageLevel: `${String(messageLevel?.statements ?? 1)},${String(messageLevel?.messages ?? 1)}`,
      ...{ waiting: waiting.get(name) ?? 0, active: active.get(name) ?? 0 },
    }),
  );
}
