import { inspect } from 'node:util';

/** A text that no log, message or JSON shows: only `reveal` gives it, and `shown` stands in for it elsewhere. */
export class Secret {
  readonly #text: string;
  readonly #shown: string;

  constructor(text: string, shown = '[secret]') {
    this.#text = text;
    this.#shown = shown;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return this.#shown;
  }

  toJSON(): string {
    return this.#shown;
  }

  [inspect.custom](): string {
    return this.#shown;
  }
}

/** A MongoDB address with hosts and database only: user, password and options may all hold a credential. */
export function databaseAddress(url: string): Secret {
  const [, scheme = 'mongodb', , hosts = '', path = ''] =
    /^(mongodb(?:\+srv)?):\/\/(?:(.*)@)?([^/?@]*)(\/[^?]*)?/.exec(url) ?? [];
  return new Secret(url, `${scheme}://${hosts}${path}`);
}
