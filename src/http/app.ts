import compression from 'compression';
import express, { Router, type Express, type Request, type Response } from 'express';
import type { Chance } from '../shared/ids.ts';
import { identify } from './caller.ts';
import { documentationRouter } from './documentation.ts';
import { failures, notFound } from './failures.ts';
import { healthRouter, type ReadyCondition } from './health.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { openApiOf } from './open-api.ts';
import type { Operation } from './operation.ts';
import { limit } from './rate-limit.ts';
import { requestLog } from './request-log.ts';
import { routerOf, type EdgePorts } from './router.ts';
import { securityHeaders } from './security-headers.ts';

export interface AppParts extends EdgePorts {
  /** Operations under /api/v1; they are what the OpenAPI document shows. */
  readonly api: readonly Operation[];
  /** Operations for a browser, mounted at `/`. */
  readonly pages: readonly Operation[];
  /** Routers of their own making, such as sign-in, mounted at `/` after the pages. */
  readonly routers?: readonly Router[];
  readonly version: string;
  readonly conditions: () => readonly ReadyCondition[];
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly chance: Chance;
  /** Requests a minute that one address may send; 0: no limit. @default 6000 */
  readonly requestsPerMinute?: number;
  /** Whether /metrics answers without a credential. @default false */
  readonly openMetrics?: boolean;
  /** Proxies whose X-Forwarded-* headers are believed, as Express's `trust proxy` takes them. @default none */
  readonly trustProxy?: string;
}

/** The whole HTTP surface of a service, ready to listen. */
export function makeApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('case sensitive routing', true);
  app.set('trust proxy', parts.trustProxy ?? false);
  app.use(requestLog(parts), securityHeaders());
  app.use(compression({ filter: isWorthCompressing }));
  app.use(healthRouter(parts.conditions));
  app.use(limit(parts.requestsPerMinute ?? 6_000));
  app.use(metricsRouter(parts));
  app.use(documentationRouter(openApiOf(parts.api, { version: parts.version })));
  app.use('/api/v1', routerOf(parts.api, parts));
  app.use(routerOf(parts.pages, parts));
  for (const router of parts.routers ?? []) app.use(router);
  app.use(notFound);
  app.use(failures(parts.log));
  return app;
}

function isWorthCompressing(req: Request, res: Response): boolean {
  if (String(res.getHeader('Content-Type')).startsWith('text/event-stream')) return false;
  return compression.filter(req, res);
}

function metricsRouter({ metrics, ledger, authenticator, openMetrics = false }: AppParts): Router {
  metrics.gauge('lockstep_ledger_head', 'Last page that this instance has read', [], () =>
    Promise.resolve([{ value: ledger.head() }]),
  );
  const router = Router();
  router.get('/metrics', async (req, res) => {
    if (!openMetrics) await identify(req, authenticator);
    res
      .set('Cache-Control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text());
  });
  return router;
}
