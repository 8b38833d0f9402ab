import { z } from 'zod';

const File = z.string().min(1, 'must name a file');
const Folder = z.string().min(1, 'must name a folder');
const whole = (min: number, max: number) =>
  z.coerce
    .number(`must be a whole number from ${min} to ${max}`)
    .int(`must be a whole number from ${min} to ${max}`)
    .min(min, `must be a whole number from ${min} to ${max}`)
    .max(max, `must be a whole number from ${min} to ${max}`);
const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, `must be one of ${words.join(', ')}`);

/**
 * Every setting of the service under its name in a settings file. The environment variable of `dataFolder` is
 * `LOCKSTEP_DATA_FOLDER`, and so on.
 */
export const Settings = z.strictObject({
  estate: File.meta({ description: 'Estate file (YAML): people, systems, libraries and rules of the site' }),
  dataFolder: Folder.default('.lockstep').meta({
    description: 'Folder for the embedded store, tokens, keys and published checkpoints',
  }),
  host: z
    .string()
    .min(1, 'must be a host name or address')
    .default('127.0.0.1')
    .meta({ description: 'Address to listen on' }),
  port: whole(0, 65_535).default(8450).meta({ description: 'Port to listen on; 0 takes any free one' }),
  tlsCertificate: File.optional().meta({ description: 'Certificate chain (PEM file): answers over HTTPS' }),
  tlsKey: File.optional().meta({ description: 'Private key (PEM file) of the certificate' }),
  trustProxy: z
    .string()
    .regex(/^[0-9a-fA-F.:/, a-z]+$/, 'must be addresses or networks, such as loopback or 10.0.0.0/8')
    .optional()
    .meta({ description: 'Addresses of the proxy that ends TLS in front of the service' }),
  mongodbUrl: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/\S+$/, 'must be a mongodb:// or mongodb+srv:// address')
    .optional()
    .meta({ description: 'MongoDB replica set; without it the embedded store in the data folder is used' }),
  book: oneOf(['real', 'rehearsal'])
    .default('real')
    .meta({ description: 'Kind of a book that is born: real or rehearsal' }),
  rehearsalClock: File.optional().meta({
    description: 'Clock segments (JSON file) of a rehearsal book; the practice system reads the same file',
  }),
  templates: Folder.optional().meta({ description: "JCL templates; default: the product's own" }),
  itemTypes: Folder.optional().meta({ description: "Item types; default: the product's own" }),
  signingKey: File.optional().meta({
    description: 'Ed25519 private key (PEM file) for checkpoints and evidence; default: one made in the data folder',
  }),
  zosmfTimeoutSeconds: whole(1, 600).default(60).meta({ description: 'Seconds that one request to z/OSMF may take' }),
  zosmfConnectTimeoutSeconds: whole(1, 120)
    .default(10)
    .meta({ description: 'Seconds within which a connection to z/OSMF must stand' }),
  answerTimeoutSeconds: whole(1, 600).default(10).meta({
    description: 'Seconds after which a caller is told that the outcome is unknown; the settling of it goes on',
  }),
  stopTimeoutSeconds: whole(1, 300)
    .default(10)
    .meta({ description: 'Seconds that requests under way get when the service stops' }),
  engineBeatSeconds: whole(1, 60).default(1).meta({
    description: 'Seconds between two signs of life of the instance that drives the engine',
  }),
  engineTakeoverSeconds: whole(2, 600).default(5).meta({
    description: 'Seconds without a sign of life after which another instance takes the engine',
  }),
  absentAfterMinutes: whole(1, 120).default(5).meta({
    description: 'Minutes after which a job that was seen in JES, and is not there any more, counts as lost: lists lag',
  }),
  noCodeAfterMinutes: whole(1, 120).default(5).meta({
    description: 'Minutes after which a job that has ended, and whose completion JES does not tell, has an unknown end',
  }),
  sweepLateHours: whole(0, 168).default(12).meta({
    description: 'Hours after the end of a run for which its late jobs are looked for, and swept while they are held',
  }),
  checksWithinMinutes: whole(1, 240).default(15).meta({
    description: 'Minutes that all checks of one step may take; without an answer they are unknown',
  }),
  requestsPerMinute: whole(0, 1_000_000).default(6_000).meta({
    description: 'Requests that one address may send a minute; 0: no limit',
  }),
  metrics: oneOf(['signed-in', 'open'])
    .default('signed-in')
    .meta({ description: 'Who may read /metrics: signed-in or open' }),
  logLevel: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .meta({ description: 'Least level that is logged, from fatal to trace; or silent' }),
});
export type Settings = z.infer<typeof Settings>;
export type SettingName = keyof Settings;
