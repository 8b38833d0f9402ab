import type { Given } from './operands.rules.ts';

/** Parameters of DEFINE under each of its objects. */
export interface Definition {
  /** The object's own parameters. */
  given: Given;
  /** DATA and INDEX. */
  data: Given | undefined;
  index: Given | undefined;
}
