/** Standard streams of a command. Text stands for bytes of code page 1047, one character a byte. */
export class Input {
  private at = 0;
  constructor(private readonly text: string) {}

  /** All that is left. */
  all(): string {
    const rest = this.text.slice(this.at);
    this.at = this.text.length;
    return rest;
  }

  /** The next line without its end; undefined at the end. */
  line(): string | undefined {
    if (this.at >= this.text.length) return undefined;
    const end = this.text.indexOf('\n', this.at);
    const line = this.text.slice(this.at, end < 0 ? undefined : end);
    this.at = end < 0 ? this.text.length : end + 1;
    return line;
  }
}

/** Thrown when a script writes without end. */
export class OutputLimit extends Error {
  override readonly name = 'OutputLimit';
}

const mostCharacters = 64 * 1024 * 1024;

export interface Output {
  write(text: string): void;
}

/** Output that is kept until somebody takes it. */
export class Collected implements Output {
  private readonly pieces: string[] = [];
  private length = 0;

  write(text: string): void {
    this.length += text.length;
    if (this.length > mostCharacters) throw new OutputLimit('EDC5133I No space left on device.');
    this.pieces.push(text);
  }

  text(): string {
    return this.pieces.join('');
  }
}

export const nowhere: Output = { write: () => undefined };
