import type { Json } from '../shared/canonical-json.ts';

/** Where two values first differ, as a path such as `predicate.steps[4].state`; undefined when they are the same. */
export function firstDifference(left: Json | undefined, right: Json | undefined, place = ''): string | undefined {
  if (Object.is(left, right)) return undefined;
  if (Array.isArray(left) && Array.isArray(right)) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
      const apart = firstDifference(left[index] as Json, right[index] as Json, `${place}[${index}]`);
      if (apart !== undefined) return apart;
    }
    return undefined;
  }
  if (!isObject(left) || !isObject(right)) return place === '' ? '$' : place;
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)].sort())) {
    const apart = firstDifference(left[key], right[key], place === '' ? key : `${place}.${key}`);
    if (apart !== undefined) return apart;
  }
  return undefined;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
