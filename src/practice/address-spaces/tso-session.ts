/** A user's TSO session: commands run one after the other, and may leave something behind for the next. */
export interface TsoSession {
  /** @returns the lines that the terminal shows, without READY */
  run(command: string): Promise<readonly string[]>;
}
