/**
 * Why a job waits, as the job document's reason-not-running. z/OSMF joins its text from flags of the extended status
 * (z/OS MVS Using the Subsystem Interface, SSI 80, STTRXSTA and following); its own wordings are unconfirmed.
 */
export const reasons = {
  held: 'Job is held',
  classHeld: 'Job class is held',
  sameName: 'A job with the same name is executing',
  noInitiator: 'No initiator is free for the job class',
  classLimit: 'The limit of the job class is reached',
  affinity: 'No system that the job may run on is active',
  schedulingEnvironment: 'The scheduling environment is not available on any system',
} as const;
