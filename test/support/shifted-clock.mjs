// Preloaded into a child process (node --import): its wall clock is off by the milliseconds that a file holds. Monotonic
// time stays as it is, as on a machine whose clock is set.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const file = process.env.LOCKSTEP_TEST_CLOCK_SHIFT;
const RealDate = Date;
let shift = 0;
let readAt = -Infinity;

function shiftNow() {
  if (performance.now() - readAt > 2) {
    readAt = performance.now();
    try {
      shift = Number(readFileSync(file, 'utf8'));
    } catch {
      // A file that is being replaced: what was last read still holds.
    }
  }
  return shift;
}

if (file !== undefined)
  globalThis.Date = new Proxy(RealDate, {
    get: (target, name) => (name === 'now' ? () => target.now() + shiftNow() : Reflect.get(target, name)),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [target.now() + shiftNow()] : args, newTarget),
    apply: (target) => new target(target.now() + shiftNow()).toString(),
  });
