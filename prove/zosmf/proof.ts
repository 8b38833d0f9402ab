import { suite } from '../suite.ts';

/** What z/OSMF and JES2 may do in the middle of a night, each once, against the practice system. */
export const proof = suite('answers, lists, exits, ids, users and operators of a z/OSMF, over loopback', [
  'test/zosmf-half',
]);
