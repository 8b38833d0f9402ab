/** An operator command: says whether the text is its own, and answers the lines that the console shows. */
export interface OperatorCommand {
  /** First words it answers to, such as `D` or `F CICSPA1`. */
  readonly name: string;
  matches(command: string): boolean;
  run(command: string, user: string): readonly string[] | Promise<readonly string[]>;
}
