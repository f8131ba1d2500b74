/** A value without its empty texts, lists and maps; null when nothing is left. */
export function tidy(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value.trim() ? value : null;
  if (Array.isArray(value)) {
    const items = value.map(tidy).filter((item) => item !== null);
    return items.length ? items : null;
  }
  const entries = Object.entries(value)
    .map(([key, item]) => [key, tidy(item)])
    .filter(([, item]) => item !== null);
  return entries.length ? Object.fromEntries(entries) : null;
}

/** Whether two values say the same, whatever the order of their keys. */
export function isSame(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isSame(one[key], other[key]));
}

/**
 * What was typed and not saved yet. An entry remembers the saved value that it was typed over: where that
 * has changed since, the kernel drops the entry, because the charter cell wins.
 */
export class Draft {
  constructor(entries = {}) {
    this.entries = { ...entries };
  }

  get isEmpty() {
    return Object.keys(this.entries).length === 0;
  }

  has(name) {
    return name in this.entries;
  }

  value(name, saved) {
    return this.has(name) ? this.entries[name].value : saved;
  }

  set(name, value, saved) {
    const tidied = tidy(value);
    const base = this.has(name) ? this.entries[name].base : (saved ?? null);
    if (isSame(tidied, base)) delete this.entries[name];
    else this.entries[name] = { value: tidied, base };
  }
}

const PREFIX = "nbready:draft:";
const LIFETIME = 60 * 24 * 3600 * 1000;

/**
 * Drafts outlive kernel and page in the browser's own storage, where that is allowed.
 *
 * A notebook is known by its cells: their ids travel with it when it is renamed, and the next
 * `Untitled.ipynb` has others.
 */
export class DraftStore {
  /** @param cells  The ids of the open notebook's cells; none where it is out of reach. */
  constructor(storage, cells = []) {
    this.storage = storage;
    this.cells = cells;
    this.key = null;
  }

  /** What was left in this notebook: its entries, and when they were typed; null without any. */
  read() {
    const found = this.#all()
      .map((item) => ({ ...item, shared: item.cells.filter((id) => this.cells.includes(id)).length }))
      .filter((item) => item.shared > 0)
      .sort((one, other) => other.shared - one.shared || other.at - one.at)[0];
    this.key = found?.key ?? null;
    return found ? { entries: found.entries, at: found.at } : null;
  }

  write(entries) {
    if (!this.cells.length) return;
    try {
      this.key ??= PREFIX + Math.random().toString(36).slice(2);
      if (Object.keys(entries).length === 0) this.storage?.removeItem(this.key);
      else
        this.storage?.setItem(this.key, JSON.stringify({ cells: this.cells, at: Date.now(), entries }));
    } catch {
      // Full or forbidden storage: the kernel still has the draft.
    }
  }

  /** Every draft in the storage; one that nobody came back to goes. */
  #all() {
    try {
      const keys = Array.from({ length: this.storage?.length ?? 0 }, (_, index) => this.storage.key(index));
      return keys.filter((key) => key?.startsWith(PREFIX)).flatMap((key) => this.#one(key) ?? []);
    } catch {
      return [];
    }
  }

  #one(key) {
    try {
      const { cells, at, entries } = JSON.parse(this.storage.getItem(key));
      if (Array.isArray(cells) && Date.now() - at < LIFETIME && typeof entries === "object" && entries)
        return { key, cells, at, entries };
    } catch {
      // Not ours, or of an older version: it cannot be told whose it is.
    }
    this.storage.removeItem(key);
    return null;
  }
}
