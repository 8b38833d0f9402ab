import { z } from 'zod';

/** A job as z/OSMF shows it (z/OSMF Programming Guide, JSON document specifications for z/OS jobs). */
export const JobDocument = z.looseObject({
  jobid: z.string(),
  jobname: z.string(),
  owner: z.string(),
  status: z.string().nullable(),
  class: z.string().nullish(),
  retcode: z.string().nullable(),
  'job-correlator': z.string().nullish(),
  phase: z.int().nullish(),
  'phase-name': z.string().nullish(),
  'reason-not-running': z.string().nullish(),
  'exec-system': z.string().nullish(),
  'exec-submitted': z.string().nullish(),
  'exec-started': z.string().nullish(),
  'exec-ended': z.string().nullish(),
  'step-data': z
    .array(
      z.looseObject({
        'step-number': z.int(),
        'step-name': z.string(),
        'proc-step-name': z.string().nullish(),
        'program-name': z.string().nullish(),
        active: z.union([z.boolean(), z.string()]),
        completion: z.string().nullish(),
        'abend-reason-code': z.string().nullish(),
        'selected-time': z.string().nullish(),
        'end-time': z.string().nullish(),
      }),
    )
    .nullish(),
});
export type JobDocument = z.infer<typeof JobDocument>;

export const SpoolFileDocument = z.looseObject({
  id: z.int(),
  ddname: z.string(),
  stepname: z.string(),
  procstep: z.string().nullish(),
  'record-count': z.int(),
  'byte-count': z.int(),
});
export type SpoolFileDocument = z.infer<typeof SpoolFileDocument>;

/** Feedback of a synchronous change of a job: status 0 means done (SSI 85, SSJFSTAT). */
export const FeedbackDocument = z.looseObject({
  status: z.union([z.int(), z.string()]),
  message: z.string().optional(),
});

/** What came of a change of a job. `done` false: look again; `later`: z/OSMF has only queued it (202). */
export interface JobChange {
  readonly done: boolean;
  readonly later?: true;
  readonly message: string;
}

export const DataSetDocument = z.looseObject({
  dsname: z.string(),
  dsorg: z.string().optional(),
  dsntp: z.string().optional(),
  recfm: z.string().optional(),
  lrecl: z.string().optional(),
  blksz: z.string().optional(),
  sizex: z.string().optional(),
  used: z.string().optional(),
  extx: z.string().optional(),
  migr: z.string().optional(),
  vol: z.string().optional(),
});
export type DataSetDocument = z.infer<typeof DataSetDocument>;

/**
 * One z/OS system as the service reaches it: one z/OSMF, one credential. Every method may throw
 * `zosmf.credential` (401: all work for the credential has stopped), `zosmf.unreachable` (nothing was sent),
 * `zosmf.in-doubt` (sent, no usable answer: it may have had its effect), `zosmf.refused` (z/OSMF said no; `facts` hold
 * category, rc, reason), `zosmf.busy`.
 */
export interface Zosmf {
  readonly system: string;
  /** z/OS user of the credential. */
  readonly user: string;
  /** Checks address and credential with one cheap call each to jobs and files services. */
  probe(): Promise<{ readonly version: string }>;
  /** PUT of JCL text on a fresh connection; `correlator` is the user part. */
  submit(jcl: string, correlator?: string): Promise<JobDocument>;
  /** All jobs with this name prefix, whoever owns them; `full` when the answer held 1,000 rows and may be cut. */
  jobsByPrefix(prefix: string): Promise<{ readonly jobs: readonly JobDocument[]; readonly full: boolean }>;
  jobsByUserCorrelator(correlator: string): Promise<readonly JobDocument[]>;
  /** With step-data and exec-data; undefined when z/OSMF knows no such job (any more). */
  job(correlator: string): Promise<JobDocument | undefined>;
  /** The JCL as submitted, LF lines, right-trimmed. */
  jclOf(correlator: string): Promise<string>;
  spoolFiles(correlator: string): Promise<readonly SpoolFileDocument[]>;
  spoolText(correlator: string, id: number): Promise<string>;
  /** Synchronous version 2.0, fresh connection. */
  release(correlator: string): Promise<JobChange>;
  purge(correlator: string): Promise<JobChange>;
  dataSet(dsname: string): Promise<DataSetDocument | undefined>;
  members(dsname: string): Promise<readonly string[]>;
  /** Stored bytes of a member (binary read); undefined when data set or member is missing. */
  memberBytes(dsname: string, member: string): Promise<Buffer | undefined>;
  memberText(dsname: string, member: string): Promise<string | undefined>;
  /** Operator command; the answer's lines joined by LF. No correlator exists: doubt is a person's. */
  command(text: string): Promise<string>;
}
