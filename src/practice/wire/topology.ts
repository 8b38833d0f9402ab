import { json } from './answer.ts';
import type { WireAnswer, WireRequest } from './answer.ts';
import type { WireParts } from './parts.ts';

interface SystemRow {
  readonly systemNickName: string;
  readonly sysplexName: string;
  readonly groupNames: string;
  readonly cpcName: string;
}

/** Version and release as the Systems task shows them. */
const releases: Readonly<Record<string, string>> = { '27': 'V2R4', '28': 'V2R5', '29': 'V3R1' };

/**
 * `/zosmf/resttopology/…`: the systems of the sysplex, its groups and itself.
 *
 * Source: z/OSMF Programming Guide, Topology services.
 */
export function topologyService(parts: WireParts, request: WireRequest): WireAnswer {
  const [, , collection, by, name = ''] = request.segments;
  if (request.method !== 'GET') return { status: 405, headers: { Allow: 'GET' } };
  const systems = systemsOf(parts, request);
  const { sysplex } = parts.site.system;
  const nickNames = systems.map(({ systemNickName }) => systemNickName).join(',');
  if (collection === 'groups') return list([{ name: sysplex, description: '', systemNickNames: nickNames }]);
  if (collection === 'sysplexes') return list([{ sysplexName: sysplex, systemNickNames: nickNames }]);
  if (collection !== 'systems') return json(404, { message: `SRVE0190E: File not found: ${request.path}` });
  switch (by) {
    case undefined:
      return list(systems);
    case 'sysplexName':
      return list(systems.filter(({ sysplexName }) => sysplexName === name));
    case 'groupName':
      return list(systems.filter(({ groupNames }) => groupNames === name));
    case 'cpcName':
      return list(systems.filter(({ cpcName }) => cpcName === name));
    default:
      return json(404, { message: `SRVE0190E: File not found: ${request.path}` });
  }
}

const list = (items: readonly object[]): WireAnswer => json(200, { items, numRows: items.length });

function systemsOf({ site, jes }: WireParts, { origin }: WireRequest): SystemRow[] {
  const { name, sysplex, level } = site.system;
  const systems = jes.control?.systems().map((system) => system.name) ?? [name];
  return systems.map((system) => ({
    systemNickName: system,
    systemName: system,
    sysplexName: sysplex,
    groupNames: sysplex,
    url: `${origin}/zosmf/`,
    zosVR: releases[level] ?? 'V3R1',
    jesMemberName: system,
    jesType: 'JES2',
    cpcName: 'PRACTICE',
    cpcSerial: '000001',
    httpProxyName: 'No Proxy Required',
    ftpDestinationName: '',
  }));
}
