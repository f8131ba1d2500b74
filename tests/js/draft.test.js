import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Draft, DraftStore, isSame, tidy } from "../../src/nbready/kernel/panel/web/draft.js";

describe("tidy", () => {
  const table = [
    ["", null],
    ["  \n", null],
    [undefined, null],
    [[], null],
    [{}, null],
    [["", "  "], null],
    [{ a: "", b: { c: [] } }, null],
    [" kept as typed ", " kept as typed "],
    [
      ["A", "", "B"],
      ["A", "B"],
    ],
    [{ a: "1", b: "" }, { a: "1" }],
    [[{ who: "R.", date: "" }, {}], [{ who: "R." }]],
  ];
  for (const [value, expected] of table) {
    test(JSON.stringify(value) ?? "undefined", () => assert.deepEqual(tidy(value), expected));
  }
});

describe("isSame", () => {
  const same = [
    [null, null],
    ["a", "a"],
    [
      { a: "1", b: ["2"] },
      { b: ["2"], a: "1" },
    ],
  ];
  const different = [
    [null, ""],
    ["a", "b"],
    [["a"], { 0: "a" }],
    [{ a: "1" }, { a: "1", b: "2" }],
    [{ a: "1" }, null],
    [
      ["a", "b"],
      ["b", "a"],
    ],
  ];
  for (const [one, other] of same) {
    test(`${JSON.stringify(one)} = ${JSON.stringify(other)}`, () => assert.ok(isSame(one, other)));
  }
  for (const [one, other] of different) {
    test(`${JSON.stringify(one)} ≠ ${JSON.stringify(other)}`, () => assert.ok(!isSame(one, other)));
  }
});

describe("Draft", () => {
  test("an entry remembers the value that it was typed over", () => {
    const draft = new Draft();
    draft.set("decision_action", "n", "old");
    draft.set("decision_action", "new", "n");
    assert.deepEqual(draft.entries, { decision_action: { value: "new", base: "old" } });
    assert.equal(draft.value("decision_action", "old"), "new");
  });

  test("typing the saved value again leaves no entry", () => {
    const draft = new Draft();
    draft.set("author", "B", "A");
    draft.set("author", "A", "A");
    assert.ok(draft.isEmpty);
    assert.equal(draft.value("author", "A"), "A");
  });

  test("emptying a field takes the answer out", () => {
    const draft = new Draft();
    draft.set("prediction_target", { horizon: "" }, { horizon: "12 months" });
    assert.deepEqual(draft.entries.prediction_target, { value: null, base: { horizon: "12 months" } });
  });

  test("an empty field that nothing is saved for is no entry", () => {
    const draft = new Draft();
    draft.set("limitations", " ", undefined);
    assert.ok(draft.isEmpty);
  });

  test("does not change what it was made from", () => {
    const entries = { author: { value: "A", base: null } };
    new Draft(entries).set("author", "B", undefined);
    assert.deepEqual(entries, { author: { value: "A", base: null } });
  });
});

describe("DraftStore", () => {
  class Storage {
    items = new Map();
    get length() {
      return this.items.size;
    }
    key = (index) => [...this.items.keys()][index] ?? null;
    getItem = (key) => this.items.get(key) ?? null;
    setItem = (key, value) => this.items.set(key, value);
    removeItem = (key) => this.items.delete(key);
  }
  const entries = () => ({ author: { value: "A", base: null } });

  test("a draft is found again by any of the notebook's cells", () => {
    const storage = new Storage();
    new DraftStore(storage, ["a", "b"]).write(entries());
    assert.deepEqual(new DraftStore(storage, ["new", "b"]).read().entries, entries());
    assert.ok(Math.abs(new DraftStore(storage, ["b"]).read().at - Date.now()) < 60_000);
  });

  test("a notebook with other cells has no draft, whatever its name", () => {
    const storage = new Storage();
    new DraftStore(storage, ["a"]).write(entries());
    assert.equal(new DraftStore(storage, ["c"]).read(), null);
    assert.equal(new DraftStore(storage, []).read(), null);
  });

  test("of two drafts the one of the most cells counts", () => {
    const storage = new Storage();
    new DraftStore(storage, ["a", "b"]).write(entries());
    new DraftStore(storage, ["b", "c", "d"]).write({ author: { value: "B", base: null } });
    assert.equal(new DraftStore(storage, ["b", "c", "d"]).read().entries.author.value, "B");
  });

  test("an empty draft leaves nothing behind", () => {
    const storage = new Storage();
    const store = new DraftStore(storage, ["a"]);
    store.write(entries());
    store.write({});
    assert.equal(storage.items.size, 0);
  });

  test("a draft that was found is written over, not doubled", () => {
    const storage = new Storage();
    new DraftStore(storage, ["a"]).write(entries());
    const store = new DraftStore(storage, ["a", "b"]);
    store.read();
    store.write(entries());
    assert.equal(storage.items.size, 1);
  });

  test("without a notebook nothing is kept", () => {
    const storage = new Storage();
    const store = new DraftStore(storage, []);
    store.write(entries());
    assert.equal(storage.items.size, 0);
    assert.equal(store.read(), null);
  });

  test("what nobody came back to in two months goes, and so does rubbish", () => {
    const storage = new Storage();
    const old = { cells: ["a"], at: Date.now() - 61 * 24 * 3600 * 1000, entries: entries() };
    storage.setItem("nbready:draft:x", JSON.stringify(old));
    for (const [index, text] of ["{", "null", "7", "{}"].entries())
      storage.setItem(`nbready:draft:${index}`, text);
    storage.setItem("another's", "{");
    assert.equal(new DraftStore(storage, ["a"]).read(), null);
    assert.deepEqual([...storage.items.keys()], ["another's"]);
  });

  test("storage that fails is as good as none", () => {
    const failing = new Proxy({}, { get: () => () => assert.fail("forbidden") });
    const store = new DraftStore(failing, ["a"]);
    store.write(entries());
    assert.equal(store.read(), null);
    assert.equal(new DraftStore(null, ["a"]).read(), null);
  });
});
