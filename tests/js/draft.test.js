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
    getItem = (key) => this.items.get(key) ?? null;
    setItem = (key, value) => this.items.set(key, value);
    removeItem = (key) => this.items.delete(key);
  }
  const draft = () => new Draft({ author: { value: "A", base: null } });

  test("a draft is found again, by notebook", () => {
    const storage = new Storage();
    new DraftStore(storage, "a.ipynb").write(draft());
    assert.deepEqual(new DraftStore(storage, "a.ipynb").read(), draft().entries);
    assert.deepEqual(new DraftStore(storage, "b.ipynb").read(), {});
  });

  test("an empty draft leaves nothing behind", () => {
    const storage = new Storage();
    const store = new DraftStore(storage, "a.ipynb");
    store.write(draft());
    store.write(new Draft());
    assert.equal(storage.items.size, 0);
  });

  test("without a notebook nothing is kept", () => {
    const storage = new Storage();
    const store = new DraftStore(storage, "");
    store.write(draft());
    assert.equal(storage.items.size, 0);
    assert.deepEqual(store.read(), {});
  });

  test("storage that fails or holds rubbish is as good as none", () => {
    const failing = new Proxy({}, { get: () => () => assert.fail("forbidden") });
    const store = new DraftStore(failing, "a.ipynb");
    store.write(draft());
    assert.deepEqual(store.read(), {});
    assert.deepEqual(new DraftStore(null, "a.ipynb").read(), {});
    for (const text of ["{", "null", "7"]) {
      assert.deepEqual(new DraftStore({ getItem: () => text }, "a.ipynb").read(), {});
    }
  });
});
