import { z } from 'zod';
import { DataSetName, MemberName, UserId } from '../jcl/names.schema.ts';

const operationName = z.string().regex(/^[A-Z#@$][A-Z0-9#@$]{0,15}\.[A-Z#@$][A-Z0-9#@$]{0,7}$/, {
  message: 'must be application and operation, such as SAVQTREND.SVJQINT1',
});
const packageName = z.string().regex(/^[A-Z#@$_][A-Z0-9#@$_]{0,17}\.[A-Z#@$][A-Z0-9#@$]{0,7}$/, {
  message: 'must be collection and package, such as SAVPROD.SVINTPST',
});
/** Forms of an item's name, by what its type says. */
export const nameForms = {
  member: MemberName,
  'data-set': DataSetName,
  package: packageName,
  operation: operationName,
};

/** Forms of attributes, by what the type says. */
export const attributeForms = {
  member: MemberName,
  'data-set': DataSetName,
  user: UserId,
  person: z.string(),
  integer: z.string().regex(/^\d{1,9}$/, 'must be a whole number'),
  date: z.iso.date('must be a date such as 2026-09-30'),
  text: z.string().min(1).max(500),
};
