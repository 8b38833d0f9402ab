import { codePage } from '../../codepages/code-page.ts';
import type { CodePage } from '../../codepages/code-page.ts';
import { header } from '../answer.ts';
import type { WireRequest } from '../answer.ts';
import { dataTypeOf } from './data-type.rules.ts';
import type { DataType } from './data-type.rules.ts';
import { badRequest, unknownCodePage } from './errors.ts';

/** X-IBM-Data-Type. @throws {Refusal} */
export function typeAsked(request: WireRequest): DataType {
  const type = dataTypeOf(header(request, 'X-IBM-Data-Type'));
  if (type === 'kind') throw badRequest(7, 'Value of X-IBM-Data-Type header is not valid');
  if (type === 'page') throw unknownCodePage();
  return type;
}

/**
 * The client's side of a conversion, from Content-Type: `text/plain; charset=…`, or a bare code page.
 *
 * @returns undefined for UTF-8 by default
 */
export function charsetAsked(request: WireRequest): CodePage | undefined {
  const text = header(request, 'Content-Type')?.trim() ?? '';
  const name = /charset=\s*"?([^;"\s]+)/i.exec(text)?.[1];
  if (name === undefined) return text.includes('/') ? undefined : codePage(text);
  const page = codePage(name);
  if (page === undefined) throw unknownCodePage();
  return page;
}
