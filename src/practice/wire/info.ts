import { json } from './answer.ts';
import type { WireAnswer, WireRequest } from './answer.ts';
import type { WireParts } from './parts.ts';

const zosVersions: Readonly<Record<string, string>> = { '27': '04.27.00', '28': '04.28.00', '29': '05.29.00' };

/** `GET /zosmf/info`: versions are strings, plug-ins an array. */
export function info({ site }: WireParts, request: WireRequest): WireAnswer {
  const { level } = site.system;
  const address = new URL(request.origin);
  const plugin = (pluginDefaultName: string) => ({
    pluginVersion: `HSMA${level}0;PH00001;2026-01-01T00:00:00`,
    pluginDefaultName,
    pluginStatus: 'ACTIVE',
  });
  return json(200, {
    zos_version: zosVersions[level] ?? `05.${level}.00`,
    zosmf_version: level,
    zosmf_full_version: `${level}.0`,
    zosmf_hostname: address.hostname,
    zosmf_port: address.port,
    zosmf_saf_realm: 'SAFRealm',
    api_version: '1',
    plugins: ['z/OS Operator Consoles', 'Workflow'].map(plugin),
  });
}
