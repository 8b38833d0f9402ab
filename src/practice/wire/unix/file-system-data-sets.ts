import { z } from 'zod';
import { DataSetError } from '../../datasets/data-sets.ts';
import { UnixError } from '../../unix/errno.ts';
import { empty } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import { allocationError, badRequest, filesError } from '../files/errors.ts';
import { documentOf } from '../files/json-body.ts';
import { isDataSetName } from '../files/target.ts';
import type { WireParts } from '../parts.ts';

const whole = z.union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number)]);
const Creation = z.looseObject({
  owner: z.union([z.string(), z.number().transform(String)]).optional(),
  group: z.union([z.string(), z.number().transform(String)]).optional(),
  perms: z.union([z.int().min(0).max(777).transform(String), z.string()]).default('755'),
  cylsPri: whole.default(10),
  cylsSec: whole.default(1),
  volumes: z.union([z.array(z.string()), z.string().transform((one) => [one])]).optional(),
});

const duplicate = (name: string) => [
  `IGD17101I DATA SET ${name} NOT DEFINED BECAUSE DUPLICATE NAME EXISTS IN CATALOG`,
  'IDC3013I DUPLICATE DATA SET NAME',
  'IDC3009I ** VSAM CATALOG RETURN CODE IS 8 - REASON CODE IS IGG0CLEH-38',
];

const noRoom = (name: string) => [
  `IGD17272I VOLUME SELECTION HAS FAILED FOR INSUFFICIENT SPACE FOR DATA SET ${name}`,
  'IDC3003I FUNCTION TERMINATED. CONDITION CODE IS 12',
];

/** A file system whose data set access method services have deleted is gone, unless it is mounted. */
function forget({ unix, dataSets }: Pick<WireParts, 'unix' | 'dataSets'>, user: string, name: string): void {
  const known = unix.fileSystems().find((one) => one.name === name);
  if (known !== undefined && known.mountPoint === undefined && dataSets.vsam.find(name) === undefined)
    unix.deleteFileSystem(name, user);
}

/** A command of AMS or zFS that failed, with the lines that it wrote; numbers are unverified. */
const amsFailed = (message: string, details: readonly string[]) =>
  filesError({ status: 500, category: 1, rc: 8, reason: 9, message, details, frame: 'ZfsServlet::execute()' });

function demandTimeout(request: WireRequest): void {
  const timeout = request.query.get('timeout');
  if (timeout !== null && !/^\d+$/.test(timeout)) throw badRequest(13, 'timeout');
}

/**
 * Makes a zFS file system: its data set, and an empty root directory.
 *
 * @see IBM z/OS Management Facility Programming Guide, Create z/OS UNIX zFS filesystem
 */
export function createZfs(
  { unix, dataSets, authority, site }: WireParts,
  request: WireRequest,
  name: string,
): WireAnswer {
  demandTimeout(request);
  const parsed = Creation.safeParse(request.body.length === 0 ? {} : documentOf(request.body));
  if (!parsed.success) throw badRequest(7, `Value of ${String(parsed.error.issues[0]?.path[0] ?? '')} is not valid`);
  const { perms, cylsPri, cylsSec, volumes = [], owner, group } = parsed.data;
  if (!/^[0-7]{1,4}$/.test(perms)) throw badRequest(7, 'Value of perms is not valid');
  if (!isDataSetName(name)) throw badRequest(2, `Data set name '${name}' is not valid`);
  if (!authority.allows(request.user, 'DATASET', name, 'ALTER')) throw allocationError(900, 7);
  const unknown = volumes.find((volume) => volume !== '*' && !site.volumes.some(({ serial }) => serial === volume));
  if (unknown !== undefined) throw amsFailed('Failed to create zFS', [`IDC3006I VOLUME ${unknown} NOT FOUND`]);
  const [uid, gid] = [
    owner === undefined ? undefined : unix.uidOf(owner),
    group === undefined ? undefined : unix.gidOf(group),
  ];
  if ((owner !== undefined && uid === undefined) || (group !== undefined && gid === undefined))
    throw badRequest(7, `Value of ${owner !== undefined && uid === undefined ? 'owner' : 'group'} is not valid`);
  const [volume] = volumes;
  forget({ unix, dataSets }, request.user, name);
  try {
    if (unix.fileSystems().some((one) => one.name === name)) throw new DataSetError({ kind: 'exists', dsname: name });
    dataSets.vsam.define(
      {
        ...{ name, type: 'LDS', averageRecord: 4096, maximumRecord: 4096, primary: cylsPri, secondary: cylsSec },
        ...{ spaceUnit: 'CYLINDERS', shareOptions: [3, 3] },
        ...(volume === undefined || volume === '*' ? {} : { volume }),
      },
      request.user,
    );
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    throw amsFailed('Failed to create zFS', error.fault.kind === 'exists' ? duplicate(name) : noRoom(name));
  }
  const cylinders = { primary: cylsPri, secondary: cylsSec };
  unix.createFileSystem(name, request.user, { mode: Number.parseInt(perms, 8), cylinders, uid, gid });
  return empty(201);
}

/**
 * Deletes a zFS file system that is not mounted.
 *
 * @see IBM z/OS Management Facility Programming Guide, Delete z/OS UNIX zFS filesystem
 */
export function deleteZfs({ unix, authority, dataSets }: WireParts, request: WireRequest, name: string): WireAnswer {
  demandTimeout(request);
  forget({ unix, dataSets }, request.user, name);
  const gone = unix.fileSystems().every((one) => one.name !== name);
  if (gone)
    throw amsFailed('Failed to delete zFS', [
      'IDC3012I ENTRY ' + name + ' NOT FOUND',
      'IDC3009I ** VSAM CATALOG RETURN CODE IS 8 - REASON CODE IS IGG0CLEG-42',
      'IDC0551I ** ENTRY ' + name + ' NOT DELETED',
    ]);
  if (!authority.allows(request.user, 'DATASET', name, 'ALTER'))
    throw amsFailed('Failed to delete zFS', [
      `IDC3018I SECURITY VERIFICATION FAILED+`,
      `IDC0551I ** ENTRY ${name} NOT DELETED`,
    ]);
  try {
    unix.deleteFileSystem(name, request.user);
    if (dataSets.vsam.find(name) !== undefined) dataSets.remove(name);
  } catch (error) {
    if (!(error instanceof UnixError)) throw error;
    throw amsFailed('Failed to delete zFS', [
      `IDC11462I REQUESTED DATA SET IN USE`,
      `IDC0551I ** ENTRY ${name} NOT DELETED`,
    ]);
  }
  return empty(204);
}
