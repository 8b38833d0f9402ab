import { filesError } from './errors.ts';

/** An ISPF library service that failed: `LMINIT error`, `LMOPEN error`, `LMERASE error` … */
export const ispfError = (status: number, message: string, detail: string) =>
  filesError({ status, category: 4, rc: 8, reason: 0, message, details: [`ISRZ002 ${detail}`] });

export const notCatalogued = (service: string, dsname: string) =>
  ispfError(404, `${service} error`, `Data set not cataloged - '${dsname}' was not found in catalog.`);

export const notAuthorised = (service = 'LMOPEN') =>
  ispfError(500, `${service} error`, 'Authorization failed - You may not use this protected data set. Open 913 abend.');

/** A data set that somebody has allocated is not deleted. */
export const inUse = (service: string, dsname: string) =>
  ispfError(
    500,
    `${service} error`,
    `Data set in use - Data set '${dsname}' in use by another user, try later or enter HELP for a list of jobs and users allocated to '${dsname}'.`,
  );

export const memberNotInDirectory = (message: string, member: string) =>
  ispfError(500, message, `Member not found - The specified member name '${member}' not found in the directory.`);

/** Members are listed of a partitioned data set alone. The detail is unverified. */
export const notPartitioned = (dsname: string) =>
  ispfError(500, 'LMINIT error', `Invalid data set organization - '${dsname}' is not a partitioned data set.`);

/** VSAM data sets are none that ISPF library services can open. The detail is unverified. */
export const organisationNotSupported = (dsname: string) =>
  ispfError(500, 'LMINIT error', `Invalid data set organization - '${dsname}' is a VSAM data set.`);

/** What ISPF says of a copy without replace. The detail is unverified but for its first words. */
export const likeNamedMember = (member: string) =>
  ispfError(
    500,
    'LMCOPY error',
    `Like-named member already exists - Member '${member}' already exists in the output data set.`,
  );

export const membersNotReplaced = (kept: number, copied: number) =>
  ispfError(
    500,
    'LMCOPY error',
    `Members not replaced - ${String(kept)} members not replaced, ${String(copied)} members copied`,
  );

/** Records of the source are longer than those of the target. The detail is unverified. */
export const wouldTruncate = (dsname: string) =>
  ispfError(500, 'LMCOPY error', `Truncation may occur - Records are longer than those of '${dsname}'.`);
