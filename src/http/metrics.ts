import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One value of a gauge, with the labels that tell it from the others. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A small door to Prometheus, so that no slice needs to know its client. */
export interface Metrics {
  request(operation: string, method: string, status: number, seconds: number): void;
  /** A count that only grows; call the result to add. Name as Prometheus wants it, ending in `_total`. */
  counter(name: string, help: string): (add?: number) => void;
  /** A value looked up whenever the metrics are read; what it cannot look up is left out. */
  gauge(name: string, help: string, labels: readonly string[], read: () => Promise<readonly Sample[]>): void;
  readonly contentType: string;
  text(): Promise<string>;
}

/** @param ofProcess whether memory, processor and event loop are measured too */
export function createMetrics({ ofProcess = true }: { ofProcess?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry, prefix: 'lockstep_' });
  const durations = new Histogram({
    name: 'lockstep_http_request_duration_seconds',
    help: 'Time from request to end of answer',
    labelNames: ['operation', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    request: (operation, method, status, seconds) =>
      durations.observe({ operation, method, status: String(status) }, seconds),
    counter(name, help) {
      const counter = new Counter({ name, help, registers: [registry] });
      return (add = 1) => counter.inc(add);
    },
    gauge: (name, help, labels, read) => addGauge(registry, { name, help, labels, read }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

interface GaugeDeclaration {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: () => Promise<readonly Sample[]>;
}

function addGauge(registry: Registry, { name, help, labels, read }: GaugeDeclaration): void {
  new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    async collect() {
      this.reset();
      const samples = await read().catch(() => []);
      for (const { labels: values = {}, value } of samples) this.set(values, value);
    },
  });
}
