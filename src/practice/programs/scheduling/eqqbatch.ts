import { openListing } from '../listing.ts';
import { ended, type Program } from '../program.ts';

/**
 * The scheduler's batch programs behind EQQBATCH: EQQLTPRT prints the long-term plan into LTREPORT. EQQPARM's
 * `BATCHOPT SUBSYS(x)` names the subsystem; without it there must be one only. Other programs end 12.
 *
 * @see IBM Z Workload Scheduler, Managing the Workload, Batch programs and JCL examples (EQQLTPRT)
 */
export const eqqbatch: Program = {
  names: ['EQQBATCH'],
  run(step) {
    const log = openListing(step, 'EQQMLOG');
    if (log === undefined) return Promise.resolve(ended(12));
    const program = step.parm.split(',')[0]?.trim() ?? '';
    if (program !== 'EQQLTPRT') {
      log.line(`BATCH PROGRAM ${program} IS NOT IMITATED BY THE PRACTICE SYSTEM`);
      return Promise.resolve(ended(12));
    }
    const named = /SUBSYS\((\w+)\)/.exec((step.dd('EQQPARM')?.lines() ?? []).join(' '))?.[1];
    const all = step.subsystems.schedulers();
    const scheduler = named === undefined ? (all.length === 1 ? all[0] : undefined) : step.subsystems.scheduler(named);
    const report = openListing(step, 'LTREPORT');
    if (scheduler === undefined || report === undefined) {
      log.line(scheduler === undefined ? `SUBSYSTEM ${named ?? '(NONE NAMED)'} IS NOT ACTIVE` : 'LTREPORT IS MISSING');
      return Promise.resolve(ended(12));
    }
    report.line(`${scheduler.subsystem}   LONG TERM PLAN: ALL APPLICATIONS`, '1');
    report.line('DATE        APPLICATION       OPERATIONS', '0');
    for (const { date, adid, operations } of scheduler.longTermPlan())
      report.line(`${date}  ${adid.padEnd(16)}  ${operations.join(' ')}`);
    return Promise.resolve(ended(0));
  },
};
