import { libraryNames, libraryOf, personOf } from '../estate/estate.rules.ts';
import type { Estate } from '../estate/estate.schema.ts';
import { rendered, type Scope } from '../estate/expression.rules.ts';
import type { ItemType } from '../estate/item-type.schema.ts';
import type { ItemTypes } from '../estate/item-types.rules.ts';
import { MemberName } from '../jcl/names.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import type { ChangeItem, ItemDraft, ItemPart } from './change.schema.ts';
import { attributeForms, nameForms } from './item-forms.schema.ts';

/** How a person and an approval's scope name an item: `copybook SVCINTR`. */
export function itemKey(item: Pick<ItemDraft, 'type' | 'name'>): string {
  return `${item.type} ${item.name}`;
}

/**
 * Checks a change's items against the site's types and finds their library members.
 *
 * @throws {LockstepError} `item.unknown-type`, `item.attribute-invalid` (`facts.field` names the place),
 *   `item.two-for-one-target` (`facts.target`)
 */
export function placedItems(
  items: readonly ItemDraft[],
  version: string,
  estate: Estate,
  { types }: ItemTypes,
): ChangeItem[] {
  const placed = items.map((item, at) => {
    const type = types.get(item.type);
    if (type === undefined)
      throw new LockstepError('item.unknown-type', `items.${at}.type: this site has no item type ${item.type}`, {
        field: `items.${at}.type`,
        known: [...types.keys()],
      });
    checkAttributes(item, type, `items.${at}`, estate);
    return { ...item, parts: partsOf(item, type, version, `items.${at}`, estate) };
  });
  refuseSharedTargets(placed);
  refuseTwoSystems(placed, estate);
  return placed;
}

function refuseTwoSystems(items: readonly ItemDraft[], estate: Estate): void {
  const systems = items.map(({ application }) => estate.applications.find(({ id }) => id === application)?.system);
  const other = systems.findIndex((system) => system !== systems[0]);
  if (other >= 0)
    throw unfit(
      `items.${other}.application`,
      `is on ${String(systems[other])}; one change belongs to one system, ${String(systems[0])}`,
    );
}

/** What expressions of an item type see of the item. Of `SAVPROD.SVINTPST`, `collection` is the first part. */
export function itemScope(item: ItemDraft): Scope {
  const cut = item.name.lastIndexOf('.');
  const [first, last] = cut < 0 ? [item.name, item.name] : [item.name.slice(0, cut), item.name.slice(cut + 1)];
  return {
    name: item.name,
    collection: first,
    package: last,
    application: first,
    operation: last,
    attributes: item.attributes,
  };
}

/** Everything in production that an item replaces or makes: one item a target in a release. */
export function targetsOf(item: ChangeItem): string[] {
  const members = item.parts.flatMap((part) =>
    [part.member, ...part.aliases].map((member) => `${part.production}(${member})`),
  );
  return [itemKey(item), ...members];
}

/** @throws {LockstepError} `item.two-for-one-target` naming the target and both items */
export function refuseSharedTargets(items: readonly ChangeItem[]): void {
  const holders = new Map<string, string>();
  for (const item of items)
    for (const target of targetsOf(item)) {
      const other = holders.get(target);
      if (other !== undefined)
        throw new LockstepError(
          'item.two-for-one-target',
          `${itemKey(item)} and ${other} both have the target ${target}`,
          { target, items: [other, itemKey(item)] },
        );
      holders.set(target, itemKey(item));
    }
}

function checkAttributes(item: ItemDraft, type: ItemType, field: string, estate: Estate): void {
  fits(nameForms[type.name], item.name, `${field}.name`);
  if (!estate.applications.some(({ id }) => id === item.application))
    throw unfit(`${field}.application`, `there is no application ${item.application}`);
  for (const name of Object.keys(item.attributes))
    if (type.attributes[name] === undefined)
      throw unfit(`${field}.attributes.${name}`, `${type.type} has no such attribute`);
  for (const [name, { form, list, optional }] of Object.entries(type.attributes)) {
    const at = `${field}.attributes.${name}`;
    const value = item.attributes[name];
    if (value === undefined) {
      if (!optional) throw unfit(at, `${type.type} needs it`);
      continue;
    }
    if (Array.isArray(value) !== list) throw unfit(at, list ? 'must be a list' : 'must be one value');
    for (const one of Array.isArray(value) ? value : [value]) {
      fits(attributeForms[form], one, at);
      if (form === 'person' && personOf(estate, one) === undefined) throw unfit(at, `there is no person ${one}`);
    }
  }
}

function partsOf(item: ItemDraft, type: ItemType, version: string, field: string, estate: Estate): ItemPart[] {
  const scope = { item: itemScope(item), version };
  return type.parts.map((part) => {
    const library = libraryOf(estate, item.application, part.library);
    if (library === undefined)
      throw unfit(
        `${field}.application`,
        `${item.application} has no library ${part.library}, which ${type.type} needs`,
      );
    const member = rendered(part.member, scope);
    fits(MemberName, member, `${field}.name`);
    const aliases = part.aliases === undefined ? [] : item.attributes[part.aliases];
    const { production, staging } = libraryNames(library, version);
    return {
      part: part.part,
      library: part.library,
      form: part.form,
      member,
      aliases: Array.isArray(aliases) ? aliases : [],
      staging,
      production,
      refers: [],
    };
  });
}

type Form = (typeof attributeForms)[keyof typeof attributeForms] | (typeof nameForms)[keyof typeof nameForms];

function fits(schema: Form, value: string, field: string): void {
  const result = schema.safeParse(value);
  if (!result.success) throw unfit(field, `${value} ${result.error.issues[0]?.message ?? 'does not fit'}`);
}

function unfit(field: string, why: string): LockstepError {
  return new LockstepError('item.attribute-invalid', `${field}: ${why}`, { field });
}
