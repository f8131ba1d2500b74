// As many written ones as a person finds something in.
const MOST_WRITTEN = 200;

/** Comments to use again: those that the page came with, and those that were written since. */
export class Bank {
  #given;
  #written = [];

  constructor(given) {
    this.#given = [...new Set(given)];
  }

  /** Keep the lines of a comment; whether any of them is new. The oldest written ones go first. */
  remember(text) {
    const lines = text.split("\n").map((line) => line.trim());
    const fresh = [...new Set(lines)].filter((line) => line && !this.all.includes(line));
    this.#written = [...this.#written, ...fresh].slice(-MOST_WRITTEN);
    return fresh.length > 0;
  }

  get all() {
    return [...this.#given, ...this.#written];
  }

  /** What is offered for an answer: its question's own comments first. */
  offer(own) {
    return [...new Set([...own, ...this.all])];
  }

  /** Forget what was written. */
  clear() {
    this.#written = [];
  }
}

/** A comment with another one below it. */
export function joined(text, more) {
  return text.trim() ? `${text.trimEnd()}\n${more}` : more;
}
