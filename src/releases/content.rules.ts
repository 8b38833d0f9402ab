import { itemScope } from '../changes/item.rules.ts';
import type { ChangeItem, ItemPart } from '../changes/change.schema.ts';
import { libraryNames } from '../estate/estate.rules.ts';
import type { Library } from '../estate/estate.schema.ts';
import type { Scope } from '../estate/expression.rules.ts';
import type { ItemType } from '../estate/item-type.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import type { PlannerInput } from './planner.schema.ts';

/** An item of a release with its change and its type. */
export interface PlacedItem {
  readonly change: string;
  readonly item: ChangeItem;
  readonly type: ItemType;
  readonly scope: Scope;
}

/** A library member of a release: where it goes, in which phase, and what its type says of it. */
export interface PlacedPart {
  readonly of: PlacedItem;
  readonly part: ItemPart;
  readonly phase: string;
  readonly scannedIn: string | undefined;
  readonly library: Library;
  readonly backup: string;
  /** Production has the member: it is saved, replaced and restored. */
  readonly existing: boolean;
}

/** All items of a release in order of its changes. */
export function placedItemsOf(input: PlannerInput): PlacedItem[] {
  return input.changes.flatMap((change) =>
    change.items.map((item) => {
      const type = input.types.get(item.type);
      if (type === undefined)
        throw new LockstepError('item.unknown-type', `${change.id}: this site has no item type ${item.type}`, {
          type: item.type,
        });
      return { change: change.id, item, type, scope: scopeOf(input, item) };
    }),
  );
}

/** All library members of a release. */
export function placedPartsOf(input: PlannerInput, items: readonly PlacedItem[]): PlacedPart[] {
  const libraries = new Map(
    input.estate.libraries.map((library) => [`${library.application} ${library.role}`, library]),
  );
  return items.flatMap((of) =>
    of.item.parts.map((part) => {
      const declared = of.type.parts.find((one) => one.part === part.part);
      const library = libraries.get(`${of.item.application} ${part.library}`);
      if (declared === undefined || library === undefined)
        throw new LockstepError('item.attribute-invalid', `${of.item.name}: its type or its library changed since`, {
          item: of.item.name,
        });
      return {
        of,
        part,
        phase: declared.phase,
        scannedIn: declared.scannedIn,
        library,
        backup: libraryNames(library, input.release.version).backup,
        existing: of.item.action === 'replace',
      };
    }),
  );
}

/** What expressions see of an item in this release. */
function scopeOf(input: PlannerInput, item: ChangeItem): Scope {
  return { ...releaseScope(input, item.application), item: itemScope(item) };
}

/** What expressions see of a release: version, system, and the libraries of an application by role. */
export function releaseScope({ release, estate }: PlannerInput, application: string): Scope {
  const system = estate.systems.find(({ id }) => id === release.system);
  return {
    version: release.version,
    release: { id: release.id, version: release.version, prefix: release.prefix },
    system: {
      id: release.system,
      ...(system?.db2[0] === undefined ? {} : { db2: system.db2[0].ssid }),
      ...(system?.scheduler === undefined ? {} : { scheduler: system.scheduler.subsystem }),
    },
    library: Object.fromEntries(
      estate.libraries
        .filter((library) => library.application === application)
        .map((library) => [library.role, libraryNames(library, release.version)]),
    ),
  };
}
