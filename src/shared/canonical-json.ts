import canonicalize from 'canonicalize';
import { LockstepError } from './errors.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/**
 * Canonical JSON text (RFC 8785): one value has one text.
 *
 * @throws {LockstepError} `ledger.entry-unfit` for what JSON or a store would change silently: undefined, non-finite
 *   numbers, integers over 2^53, lone surrogates; `facts.at` is the place
 */
export function canonicalJson(value: unknown): string {
  refuseUnfit(value, '$');
  const text = canonicalize(value);
  if (text === undefined) throw unfit('$', 'has no JSON form');
  return text;
}

/** Parses JSON text that must be canonical: re-encoding it gives the same text. */
export function parseCanonicalJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  if (canonicalJson(value) !== text) throw unfit('$', 'is not canonical JSON');
  return value;
}

function refuseUnfit(value: unknown, at: string): void {
  switch (typeof value) {
    case 'string':
      if (loneSurrogate.test(value)) throw unfit(at, 'holds half a surrogate pair');
      return;
    case 'number':
      if (!Number.isFinite(value)) throw unfit(at, 'is not a finite number');
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw unfit(at, 'is an integer over 2^53');
      return;
    case 'boolean':
      return;
    case 'object':
      if (value === null) return;
      if (Array.isArray(value)) {
        for (const [index, item] of value.entries()) refuseUnfit(item, `${at}[${index}]`);
        return;
      }
      for (const [key, member] of Object.entries(value)) {
        if (loneSurrogate.test(key)) throw unfit(at, 'has a name with half a surrogate pair');
        refuseUnfit(member, `${at}.${key}`);
      }
      return;
    default:
      throw unfit(at, `is ${typeof value}, which JSON cannot say`);
  }
}

function unfit(at: string, why: string): LockstepError {
  return new LockstepError('ledger.entry-unfit', `${at} ${why}`, { at });
}
