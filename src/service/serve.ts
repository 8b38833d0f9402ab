import type { Config } from '../config/read-config.ts';
import { startService } from './start-service.ts';

/** Runs the service until it is told to stop. Its address is the only line on standard output. */
export async function serve(config: Config, toldToStop: Promise<void>): Promise<void> {
  const service = await startService(config);
  process.stdout.write(`${service.url}\n`);
  await toldToStop;
  await service.stop();
}
