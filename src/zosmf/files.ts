import { ZosFilesConstants } from '@zowe/zos-files-for-zowe-sdk';
import { z } from 'zod';
import { parsed, trimmedLines } from './answers.ts';
import { saysNotThere } from './faults.ts';
import type { Transport } from './transport.ts';
import type { WireRequest } from './wire.ts';
import { DataSetDocument } from './zosmf.schema.ts';
import type { Zosmf } from './zosmf.schema.ts';

type FileCalls = Pick<Zosmf, 'dataSet' | 'members' | 'memberBytes' | 'memberText'>;

const DataSetList = z.looseObject({ items: z.array(DataSetDocument) });
const MemberList = z.looseObject({ items: z.array(z.looseObject({ member: z.string() })) });

/** The data set and file services (z/OSMF Programming Guide, z/OS data set and file REST interface); reads only. */
export function fileCalls({ system, ask }: Transport): FileCalls {
  async function content(dsname: string, member: string, type: 'binary' | 'text'): Promise<Buffer | undefined> {
    const path = `/${encodeURIComponent(dsname)}(${encodeURIComponent(member)})`;
    const answer = await ask(reading('read a member', path, { 'X-IBM-Data-Type': type }), saysNotThere);
    return saysNotThere(answer) ? undefined : answer.body;
  }

  return {
    async dataSet(dsname) {
      const name = encodeURIComponent(dsname);
      const request = reading('look at a data set', `?dslevel=${name}&start=${name}`, {
        'X-IBM-Attributes': 'base',
        'X-IBM-Max-Items': '1',
      });
      const { items } = parsed(DataSetList, await ask(request), request, system);
      return items.find((item) => item.dsname === dsname);
    },
    async members(dsname) {
      const request = reading('list members', `/${encodeURIComponent(dsname)}/member`, { 'X-IBM-Max-Items': '0' });
      const { items } = parsed(MemberList, await ask(request), request, system);
      return items.map((item) => item.member);
    },
    memberBytes: (dsname, member) => content(dsname, member, 'binary'),
    async memberText(dsname, member) {
      const bytes = await content(dsname, member, 'text');
      return bytes === undefined ? undefined : trimmedLines(bytes.toString('utf8'));
    },
  };
}

function reading(operation: string, below: string, headers: Record<string, string>): WireRequest {
  const resource = `${ZosFilesConstants.RESOURCE}${ZosFilesConstants.RES_DS_FILES}${below}`;
  return { operation, service: 'files', method: 'GET', resource, headers, changes: false };
}
