import { Router } from 'express';

/** One thing that must hold before this instance may be sent requests. */
export interface ReadyCondition {
  /** Such as `clock`, `store`, `zosmf SVPLEX`. */
  readonly name: string;
  /** A throw counts as not ready. `detail` is one line without names of people or credentials. */
  readonly look: () => Promise<ReadyState> | ReadyState;
}

export interface ReadyState {
  readonly ready: boolean;
  readonly detail?: string;
  /** Of the engine: whether this instance drives it. One that watches is ready all the same. */
  readonly drives?: boolean;
}

/** `/healthz`: the process answers. `/readyz`: every condition holds, else 503; both say nothing that is worth hiding. */
export function healthRouter(conditions: () => readonly ReadyCondition[]): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    const looked = await Promise.all(conditions().map(looks));
    const ready = looked.every((condition) => condition.ready);
    res
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ ready, conditions: looked });
  });
  return router;
}

async function looks({ name, look }: ReadyCondition) {
  try {
    return { name, ...(await look()) };
  } catch {
    return { name, ready: false, detail: 'could not be looked up' };
  }
}
