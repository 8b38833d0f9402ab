import { DataSetError } from '../../datasets/data-sets.ts';
import type { Attributes } from '../../datasets/data-sets.ts';
import { empty } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { AllocationWish, attributesOf, isSpaceUnit, wrongIn } from './allocation-wish.rules.ts';
import { allocationError, badRequest, dataSetNotFound } from './errors.ts';
import { worded } from './fault-wording.ts';
import { documentOf } from './json-body.ts';
import { isDataSetName } from './target.ts';
import type { Target } from './target.ts';

/** SVC 99 codes as the service shows them: a name in use, a unit or volume that nobody knows, a name that is none. */
const nameInUse = [-26_868, 0] as const;
const unitUnknown = [540, 0] as const;
const nameNotValid = [860, 2] as const;
const refused = [900, 7] as const;

/** Generic names of disks that every system has; a device number is one too. */
const disks = /^(3390|3380|SYSDA|SYSALLDA|SYSSQ|DISK|SYSTS|VIO|\/?[0-9A-F]{3,4})$/;

/** Creates a data set: 201 with an empty body. No authority and no space look the same: an allocation error, HTTP 500. */
export function createDataSet(parts: WireParts, request: WireRequest, target: Target): WireAnswer {
  const dsname = absoluteName(parts, target);
  if (!isDataSetName(dsname)) throw allocationError(...nameNotValid);
  const wish = wishOf(request.body);
  const model = wish.like === undefined ? undefined : modelOf(parts, wish.like);
  const wrong = wrongIn(wish, model);
  if (wrong !== undefined) throw allocationError(wrong.rc, wrong.reason);
  if (!parts.authority.allows(request.user, 'DATASET', dsname, 'ALTER')) throw allocationError(...refused);
  demandUnit(parts, wish);
  demandClasses(parts, wish);
  allocate(parts, dsname, attributesOf(wish, model), request.user, wish.volser ?? target.volume);
  const group = dsname.replace(/\.G\d{4}V\d{2}$/, '');
  if (group !== dsname && parts.dataSets.findGdg(group) !== undefined) parts.dataSets.rollIn(group, dsname);
  return empty(201);
}

/** `BASE(+1)` is the generation after the newest one. */
function absoluteName({ dataSets }: WireParts, { dsname, member }: Target): string {
  const step = /^\+([1-9]\d{0,2})$/.exec(member ?? '')?.[1];
  const group = step === undefined ? undefined : dataSets.findGdg(dsname);
  if (group === undefined) return member === undefined ? dsname : `${dsname}(${member})`;
  const newest = Number(/\.G(\d{4})V\d\d$/.exec(group.generations.at(-1) ?? '')?.[1] ?? 0);
  return `${dsname}.G${String(((newest + Number(step) - 1) % 9999) + 1).padStart(4, '0')}V00`;
}

function wishOf(body: Buffer): AllocationWish {
  const wish = AllocationWish.safeParse(body.length === 0 ? {} : documentOf(body));
  if (!wish.success)
    throw badRequest(7, `Value of ${String(wish.error.issues[0]?.path[0] ?? 'the request')} is not valid`);
  const { alcunit } = wish.data;
  if (alcunit !== undefined && !isSpaceUnit(alcunit)) throw badRequest(7, 'Value of alcunit is not valid');
  return wish.data;
}

function modelOf({ dataSets }: WireParts, dsname: string): Attributes {
  const model = dataSets.find(dsname);
  if (model === undefined) throw dataSetNotFound(dsname);
  return model.attributes;
}

function demandUnit({ dataSets }: WireParts, { unit, volser }: AllocationWish): void {
  if (unit !== undefined && unit !== '' && !disks.test(unit)) throw allocationError(...unitUnknown);
  if (volser !== undefined && !dataSets.volumes().some(({ serial }) => serial === volser))
    throw allocationError(...unitUnknown);
}

/** A strict site has the classes of its list alone. The error code is unverified. */
function demandClasses({ site }: WireParts, wish: AllocationWish): void {
  const { strict, storageClasses, managementClasses, dataClasses } = site.allocation;
  const named = [
    [wish.storclass, storageClasses],
    [wish.mgntclass, managementClasses],
    [wish.dataclass, dataClasses],
  ] as const;
  if (strict && named.some(([name, known]) => name !== undefined && name !== '' && !known.includes(name)))
    throw allocationError(...refused);
}

function allocate(parts: WireParts, dsname: string, attributes: Attributes, user: string, volume?: string): void {
  try {
    parts.dataSets.create(dsname, attributes, user, volume);
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    switch (error.fault.kind) {
      case 'exists':
        throw allocationError(...nameInUse);
      case 'no-space':
        throw allocationError(...refused);
      case 'no-volume':
        throw allocationError(...unitUnknown);
      default:
        throw worded(error.fault);
    }
  }
}
