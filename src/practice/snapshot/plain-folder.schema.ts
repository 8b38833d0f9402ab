import { z } from 'zod';
import { DataSetName, Name8 } from '../site/names.schema.ts';

/** Beside the data sets of a plain folder: what their files do not say. */
export const attributesFile = 'data-sets.yaml';

const count = z.int().min(0);
const control = z.enum(['', 'A', 'M']);
const recordFormat = z.union([
  z.templateLiteral([z.enum(['F', 'V']), z.enum(['', 'B', 'S', 'BS']), control]),
  z.templateLiteral(['U', control]),
  z.literal('?'),
]);

const space = {
  primary: count,
  secondary: count,
  dirblk: count,
  spaceUnit: z.enum(['TRACKS', 'CYLINDERS', 'BLOCKS', 'RECORDS', 'BYTES', 'KILOBYTES', 'MEGABYTES']),
};

/** Everything is optional: FB 80 without more, and space as the content needs it. */
export const PlainAttributes = z.strictObject({
  dsorg: z.enum(['PS', 'PO', 'DA']).optional(),
  dsntype: z.enum(['PDS', 'LIBRARY', 'BASIC', 'LARGE', 'EXTREQ', 'EXTPREF']).optional(),
  recfm: recordFormat.optional(),
  lrecl: count.max(32_760).optional(),
  blksize: count.max(32_760).optional(),
  ...{ primary: space.primary.optional(), secondary: space.secondary.optional() },
  ...{ dirblk: space.dirblk.optional(), spaceUnit: space.spaceUnit.optional() },
  averageLength: count.optional(),
  avgrec: z.enum(['U', 'K', 'M']).optional(),
  expdt: z.string().optional(),
  dataclas: z.string().optional(),
  storclas: z.string().optional(),
  mgmtclas: z.string().optional(),
  keylen: count.optional(),
  volume: z.string().optional(),
});
export type PlainAttributes = z.infer<typeof PlainAttributes>;

const statistics = z.strictObject({
  ...{ version: count, modification: count, created: count, changed: count },
  ...{ currentRecords: count, initialRecords: count, modifiedRecords: count, user: z.string() },
});

const load = z.strictObject({
  ...{ size: z.string(), ttr: z.string(), ssi: z.string(), amode: z.string(), rmode: z.string() },
  ...{ attributes: z.array(z.string()), authorisation: z.string() },
});

/** A member whose directory entry says more than that it is there. An alias has no file. */
export const PlainMember = z.strictObject({
  aliasOf: z.string().optional(),
  statistics: statistics.optional(),
  load: load.optional(),
});
export type PlainMember = z.infer<typeof PlainMember>;

export const PlainCluster = z.strictObject({
  type: z.enum(['KSDS', 'ESDS', 'RRDS', 'LDS']),
  key: z.strictObject({ length: count, offset: count }).optional(),
  ...{ averageRecord: count, maximumRecord: count, dataName: DataSetName, indexName: DataSetName.optional() },
  shareOptions: z.tuple([count, count]).optional(),
  ...{ reuse: z.boolean().optional(), spanned: z.boolean().optional(), erase: z.boolean().optional() },
  controlInterval: count.optional(),
  freeSpace: z.tuple([count, count]).optional(),
  ...{ primary: count, secondary: count },
  spaceUnit: z.enum(['TRACKS', 'CYLINDERS', 'RECORDS', 'KILOBYTES', 'MEGABYTES']),
  ...{ volume: z.string().optional(), expdt: z.string().optional(), owner: z.string().optional() },
  ...{ dataclas: z.string().optional(), storclas: z.string().optional(), mgmtclas: z.string().optional() },
  /** Relative record numbers of an RRDS with gaps. */
  slots: z.array(z.int().min(1)).optional(),
});
export type PlainCluster = z.infer<typeof PlainCluster>;

/** `data-sets.yaml`: written by an export, and optional for an import. */
export const PlainFolder = z.strictObject({
  /** By name or mask; the first that fits counts. */
  dataSets: z.record(z.string(), PlainAttributes).default({}),
  members: z.record(DataSetName, z.record(Name8, PlainMember)).default({}),
  clusters: z.record(DataSetName, PlainCluster).default({}),
  aliases: z.record(DataSetName, DataSetName).default({}),
  generationGroups: z
    .array(
      z.strictObject({
        ...{ name: DataSetName, limit: count, scratch: z.boolean(), empty: z.boolean() },
        ...{ purge: z.boolean().optional(), fifo: z.boolean().optional(), extended: z.boolean().optional() },
        generations: z.array(DataSetName).default([]),
      }),
    )
    .default([]),
});
export type PlainFolder = z.infer<typeof PlainFolder>;
