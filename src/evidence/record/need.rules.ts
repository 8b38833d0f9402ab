import type { Sign } from './states.rules.ts';

/** Something that stands still until a person acts. */
export interface Need {
  readonly sign: Sign;
  readonly title: string;
  /** What is so, or what is to be done; one paragraph each. */
  readonly says: readonly string[];
  /** Whose it is. */
  readonly whose: string;
  /** Release step that it is about. */
  readonly step?: string;
  /** The request by which it is answered: a browser only looks. */
  readonly request?: string;
  /** What may be done, the advised one first. */
  readonly choices?: readonly { readonly what: string; readonly effect: string; readonly advised: boolean }[];
}
