/** Where a browser keeps one page's marks: it may be full, switched off, or hold what somebody else put there. */
export class Shelf {
  #name;
  #storage;

  /** `storage` is asked for each time: naming it is forbidden to some pages. */
  constructor(name, storage) {
    this.#name = name;
    this.#storage = storage;
  }

  get name() {
    return this.#name;
  }

  read() {
    try {
      return JSON.parse(this.#storage().getItem(this.#name) ?? "null");
    } catch {
      return null;
    }
  }

  /** Whether it was kept. */
  write(value) {
    try {
      this.#storage().setItem(this.#name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  clear() {
    try {
      this.#storage().removeItem(this.#name);
    } catch {
      // Then nothing was kept either.
    }
  }
}
