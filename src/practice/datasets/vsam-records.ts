import { OrderedNames } from '../catalog/ordered-names.ts';
import type { Disk } from '../disk/disk.ts';
import type { ClusterType, VsamKey, VsamRange, VsamRecord } from './vsam.ts';

const room = 'vsam';
const byCodeUnit = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
/** Greater than any character of a key's text. */
const beyond = 'g';

/** Records of one cluster by their keys, each a value of its own on the disk. */
export class VsamRecords {
  private readonly order = new OrderedNames(byCodeUnit);
  private readonly records = new Map<string, Buffer>();
  private readonly prefix: string;
  private highest = 0;

  constructor(
    private readonly disk: Disk,
    id: number,
    private readonly type: ClusterType,
  ) {
    this.prefix = `${String(id).padStart(10, '0')}/`;
    for (const [key, value] of disk.entries(room, this.prefix)) {
      const own = key.slice(this.prefix.length);
      this.records.set(own, Buffer.from(value as Uint8Array));
      this.order.add(own);
    }
    this.findHighest();
  }

  get(key: VsamKey): Buffer | undefined {
    return this.records.get(textOf(key));
  }

  set(key: VsamKey, data: Buffer): void {
    const own = textOf(key);
    if (!this.records.has(own)) this.order.add(own);
    this.records.set(own, data);
    this.disk.put(room, this.prefix + own, data);
    if (typeof key === 'number') this.highest = Math.max(this.highest, key);
  }

  delete(key: VsamKey): void {
    const own = textOf(key);
    if (!this.records.delete(own)) return;
    this.order.delete(own);
    this.disk.remove(room, this.prefix + own);
    if (key === this.highest) this.findHighest();
  }

  clear(): void {
    for (const own of [...this.records.keys()]) {
      this.order.delete(own);
      this.disk.remove(room, this.prefix + own);
    }
    this.records.clear();
    this.highest = 0;
  }

  /** The number after the last one of an RRDS. */
  nextSlot(): number {
    return 1 + this.highest;
  }

  range({ from, to, skip = 0, count = Infinity }: VsamRange): VsamRecord[] {
    const all = this.order.all();
    const first = from === undefined ? 0 : this.order.firstAtLeast(textOf(from));
    const last = to === undefined ? all.length : this.order.firstAtLeast(textOf(to) + beyond);
    const end = Math.min(last, first + skip + count);
    return all.slice(first + skip, end).map((own) => ({ key: this.keyOf(own), data: this.records.get(own) ?? none }));
  }

  private findHighest(): void {
    this.highest = this.type === 'KSDS' ? 0 : Number(this.order.all().at(-1) ?? 0);
  }

  private keyOf(own: string): VsamKey {
    return this.type === 'KSDS' ? Buffer.from(own, 'hex') : Number(own);
  }
}

const none = Buffer.alloc(0);
const textOf = (key: VsamKey) => (typeof key === 'number' ? String(key).padStart(16, '0') : key.toString('hex'));
