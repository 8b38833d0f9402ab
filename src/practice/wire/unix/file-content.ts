import { createHash } from 'node:crypto';
import type { CodePage } from '../../codepages/code-page.ts';
import { pageOf } from '../../unix/file-text.ts';
import type { FileTag } from '../../unix/unix-files.ts';
import { header } from '../answer.ts';
import type { WireRequest } from '../answer.ts';
import { badRequest } from '../files/errors.ts';
import { charsetAsked, typeAsked } from '../files/content-headers.ts';

/** How the content of a file travels. */
export interface ContentType {
  kind: 'text' | 'binary' | 'record';
  /** The page that the file is in. */
  page: CodePage;
  crlf: boolean;
  /** The page that the body is in. */
  body: CodePage;
}

/**
 * X-IBM-Data-Type and Content-Type together: the file's page is the one asked for, else its tag's, else 1047; the body's is
 * the charset, which may stand alone as a Content-Type. `X-IBM-BPXK-AUTOCVT: off` leaves the tag aside.
 *
 * @throws {Refusal} 400
 */
export function contentTypeOf(request: WireRequest, tag: FileTag | undefined): ContentType {
  const asked = typeAsked(request);
  const conversion = (header(request, 'X-IBM-BPXK-AUTOCVT') ?? 'on').trim().toLowerCase();
  if (!['on', 'off', 'all'].includes(conversion))
    throw badRequest(7, 'Value of X-IBM-BPXK-AUTOCVT header is not valid');
  const named = /fileencoding\s*=/i.test(header(request, 'X-IBM-Data-Type') ?? '');
  return {
    kind: asked.kind,
    crlf: asked.crlf,
    page: named ? asked.page : pageOf(conversion === 'off' ? undefined : tag),
    body: charsetAsked(request) ?? utf8,
  };
}

const utf8: CodePage = {
  name: 'UTF-8',
  encode: (text) => Buffer.from(text, 'utf8'),
  decode: (bytes) => Buffer.from(bytes).toString('utf8'),
};

/** A tag over the stored bytes: bare hexadecimal digits. */
export const fileTagOf = (bytes: Buffer): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 32).toUpperCase();
