/** Statements that wait to be converted; an INCLUDE puts the text of its group before those that follow. */

import type { Statement } from './records.rules.ts';

const deepest = 15;

interface Text {
  readonly statements: readonly Statement[];
  at: number;
}

/** A queue whose cost does not grow with what waits behind. */
export class StatementQueue {
  private readonly texts: Text[];

  constructor(statements: readonly Statement[]) {
    this.texts = [{ statements, at: 0 }];
  }

  /** False when groups stand in groups as deep as they may. */
  get hasRoom(): boolean {
    return this.texts.length <= deepest;
  }

  /** Takes the next statement; undefined at the end. */
  take(): Statement | undefined {
    for (let text = this.texts.at(-1); text !== undefined; text = this.texts.at(-1)) {
      const next = text.statements[text.at];
      if (next !== undefined) {
        text.at += 1;
        return next;
      }
      this.texts.pop();
    }
    return undefined;
  }

  /** What stands next, innermost text first, without taking it. */
  *ahead(): Generator<Statement> {
    for (const { statements, at } of this.texts.toReversed()) {
      for (
        let next = at, statement = statements[next];
        statement !== undefined;
        next += 1, statement = statements[next]
      )
        yield statement;
    }
  }

  /** Puts the text of a group before everything that waits. */
  insert(statements: readonly Statement[]): void {
    this.texts.push({ statements, at: 0 });
  }
}
