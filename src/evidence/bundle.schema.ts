import { z } from 'zod';
import { Sha256 } from '../jcl/names.schema.ts';
import { BookId } from '../ledger/page.schema.ts';
import { ReleaseId } from '../releases/release.schema.ts';

/** Names the bundle's form, and the form of what its statement says. */
export const evidenceForm = 'urn:lockstep:release-evidence:1';

/** Standard base64 with padding. */
const Base64 = z.string().regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'must be base64');

/** DSSE envelope, version 1: what is signed is the payload's bytes under their type. */
export const Envelope = z.strictObject({
  payloadType: z.literal('application/vnd.in-toto+json'),
  /** The in-toto statement as canonical JSON, in base64. */
  payload: Base64,
  signatures: z.tuple([z.strictObject({ keyid: Sha256, sig: Base64 })]),
});
export type Envelope = z.infer<typeof Envelope>;

/** An entry of the release's own streams: shown with its salt. */
export const ShownEntry = z.strictObject({
  salt: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  text: z.string(),
});

/** An entry that is not shown: a stranger to the release that was decided on the same page. */
export const HiddenEntry = z.strictObject({ digest: Sha256 });

/** An entry whose personal text was erased; the page keeps its digest. */
export const ErasedMark = z.strictObject({
  erased: z.literal(true),
  stream: z.string().min(1).max(128),
  seq: z.int().min(1),
  type: z.string().min(1),
});

export const BundlePage = z.strictObject({
  /** The page's body as recorded: canonical JSON text. */
  body: z.string(),
  /** One for each digest in the body, in order. */
  entries: z.array(z.union([ShownEntry, HiddenEntry, ErasedMark])).min(1),
  /** Audit path from the page's leaf to the checkpoint's root, in hexadecimal (RFC 9162, 2.1.3). */
  proof: z.array(Sha256).max(53),
});
export type BundlePage = z.infer<typeof BundlePage>;

/** Who vouches: `self-made` keys were made by the service itself, `site` keys were given to it. */
export const KeyOrigin = z.enum(['self-made', 'site']);
export type KeyOrigin = z.infer<typeof KeyOrigin>;

/** The evidence of one release, whole in one file: canonical JSON, verifiable without the service that made it. */
export const Bundle = z
  .strictObject({
    mediaType: z.literal(evidenceForm),
    book: BookId,
    release: ReleaseId,
    envelope: Envelope,
    key: z.strictObject({
      keyid: Sha256.meta({ description: 'SHA-256 of the public key (SubjectPublicKeyInfo in DER)' }),
      origin: KeyOrigin,
    }),
    checkpoint: z.string().meta({ description: 'Signed note: origin, size and root of the book' }),
    pages: z.array(BundlePage).min(1),
    /** What the pages name by digest and the statement is derived from too: the plan, the readiness report. */
    blobs: z.array(z.strictObject({ digest: Sha256, text: z.string() })),
  })
  .meta({ id: 'EvidenceBundle' });
export type Bundle = z.infer<typeof Bundle>;
