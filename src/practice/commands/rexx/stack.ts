const mostLines = 200_000;

/** The data stack, with the buffers that NEWSTACK and MAKEBUF put on it. */
export class DataStack {
  private stacks: { lines: string[]; buffers: number[] }[] = [{ lines: [], buffers: [] }];

  private get top(): { lines: string[]; buffers: number[] } {
    const top = this.stacks.at(-1);
    if (top !== undefined) return top;
    const made = { lines: [], buffers: [] };
    this.stacks.push(made);
    return made;
  }

  get queued(): number {
    return this.top.lines.length;
  }

  get count(): number {
    return this.stacks.length;
  }

  get buffers(): number {
    return this.top.buffers.length;
  }

  get room(): boolean {
    return this.top.lines.length < mostLines;
  }

  push(line: string): void {
    this.top.lines.unshift(line);
  }

  queue(line: string): void {
    this.top.lines.push(line);
  }

  pull(): string | undefined {
    return this.top.lines.shift();
  }

  newStack(): void {
    if (this.stacks.length < 1000) this.stacks.push({ lines: [], buffers: [] });
  }

  /** The last stack is emptied only. */
  deleteStack(): void {
    if (this.stacks.length > 1) this.stacks.pop();
    else this.stacks = [{ lines: [], buffers: [] }];
  }

  makeBuffer(): number {
    this.top.buffers.push(this.top.lines.length);
    return this.top.buffers.length;
  }

  dropBuffer(): number {
    const before = this.top.buffers.pop();
    if (before === undefined) {
      this.top.lines.length = 0;
      return 0;
    }
    this.top.lines.splice(0, Math.max(0, this.top.lines.length - before));
    return 0;
  }
}
