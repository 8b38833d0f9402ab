import { z } from 'zod';
import { operation, type Operation } from '../../http/operation.ts';
import { ReleaseId } from '../../releases/release.schema.ts';
import { scriptPath } from './document.views.ts';
import type { RecordService } from './record.service.ts';
import { recordScript } from './script.views.ts';

const OfRelease = z.strictObject({ release: ReleaseId });
const page = { method: 'get', tags: ['record'], status: 200, media: 'text/html' } as const;

/** The night as pages, for a browser: mounted at `/`. */
export const recordOperations = (record: RecordService): readonly Operation[] => [
  operation({
    ...page,
    id: 'showTonight',
    path: '/',
    summary: 'The release in progress, else the newest; the list where several are in progress',
    problems: [],
    run: async () => ({ content: await record.tonight() }),
  }),
  operation({
    ...page,
    id: 'showReleases',
    path: '/releases',
    summary: 'All releases',
    problems: [],
    run: async () => ({ content: await record.releases() }),
  }),
  operation({
    ...page,
    id: 'showRelease',
    path: '/releases/{release}',
    summary: 'The record of a release, live',
    params: OfRelease,
    problems: ['release.not-found'],
    run: async ({ params }) => ({ content: await record.page(params.release, true) }),
  }),
  operation({
    ...page,
    id: 'keepRecord',
    path: '/releases/{release}/record',
    summary: 'The record of a release as one HTML file without script, to keep or to print',
    params: OfRelease,
    problems: ['release.not-found'],
    run: async ({ params }) => ({ content: await record.page(params.release, false) }),
  }),
  operation({
    ...page,
    id: 'recordScript',
    path: scriptPath,
    summary: 'The script of the live record',
    media: 'text/javascript',
    problems: [],
    run: () => ({ content: recordScript }),
  }),
];
