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

/** Drafts outlive kernel and page in the browser's own storage, where that is allowed. */
export class DraftStore {
  constructor(storage, path) {
    this.storage = storage;
    this.key = path ? `nbready:draft:${path}` : null;
  }

  read() {
    try {
      const entries = JSON.parse(this.storage?.getItem(this.key) ?? "{}");
      return this.key && entries && typeof entries === "object" ? entries : {};
    } catch {
      return {};
    }
  }

  write(draft) {
    if (!this.key) return;
    try {
      if (draft.isEmpty) this.storage?.removeItem(this.key);
      else this.storage?.setItem(this.key, JSON.stringify(draft.entries));
    } catch {
      // Full or forbidden storage: the kernel still has the draft.
    }
  }
}
