import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { findNotebook } from "../../src/nbready/kernel/panel/web/document.js";
import { Requests } from "../../src/nbready/kernel/panel/web/requests.js";

class Cell {
  constructor(id, source, cell_type = "code") {
    Object.assign(this, { id, source, cell_type });
  }
  getSource = () => this.source;
  setSource = (source) => {
    this.source = source;
  };
}

function notebook(...cells) {
  const metadata = { kept: 1 };
  let transactions = 0;
  const sharedModel = {
    cells,
    transact: (change) => {
      transactions += 1;
      change();
    },
    insertCell: (index, { source, cell_type }) => cells.splice(index, 0, new Cell("new", source, cell_type)),
  };
  const model = {
    sharedModel,
    dirty: false,
    getMetadata: (key) => metadata[key],
    setMetadata: (key, value) => {
      metadata[key] = value;
    },
  };
  const widget = { widget_manager: { context: { path: "a.ipynb", model } } };
  return { widget, cells, metadata, transactions: () => transactions };
}

describe("findNotebook", () => {
  const elsewhere = [
    {},
    { widget_manager: null },
    { widget_manager: {} },
    { widget_manager: { context: {} } },
  ];
  for (const widget of [...elsewhere, { widget_manager: { context: { model: { sharedModel: {} } } } }]) {
    test(`no document in ${JSON.stringify(widget)}`, () => assert.equal(findNotebook(widget), null));
  }

  test("describes code and raw cells by their text, prose by its place", () => {
    const { widget } = notebook(
      new Cell("a", "# Title", "markdown"),
      new Cell("b", "1"),
      new Cell("c", "x", "raw"),
    );
    assert.deepEqual(findNotebook(widget).describe(), {
      metadata: null,
      cells: [
        { id: "a", kind: "markdown", source: "" },
        { id: "b", kind: "code", source: "1" },
        { id: "c", kind: "raw", source: "x" },
      ],
    });
  });

  test("tells its own cells from another notebook's", () => {
    const found = findNotebook(notebook(new Cell("a", "")).widget);
    assert.ok(found.holds("a"));
    assert.ok(!found.holds("z"));
  });
});

describe("write", () => {
  test("changes a cell in place and metadata, in one step of undo", () => {
    const { widget, cells, metadata, transactions } = notebook(new Cell("a", "old"), new Cell("b", "1"));
    findNotebook(widget).write({ metadata: { version: 1 }, cell: { id: "a", source: "new" } });
    assert.deepEqual(
      cells.map((cell) => cell.source),
      ["new", "1"],
    );
    assert.deepEqual(metadata, { kept: 1, nbready: { version: 1 } });
    assert.equal(transactions(), 1);
  });

  const places = [
    [{ before: "b" }, ["one", "charter", "two"]],
    [{ before: null }, ["one", "two", "charter"]],
    [{ before: "gone" }, ["one", "two", "charter"]],
    [{ id: "gone", before: "a" }, ["charter", "one", "two"]],
  ];
  for (const [place, expected] of places) {
    test(`inserts a cell at ${JSON.stringify(place)}`, () => {
      const { widget, cells } = notebook(new Cell("a", "one"), new Cell("b", "two"));
      findNotebook(widget).write({ metadata: null, cell: { ...place, source: "charter" } });
      assert.deepEqual(
        cells.map((cell) => cell.source),
        expected,
      );
    });
  }

  test("touches nothing that it was not told to", () => {
    const { widget, metadata, cells } = notebook(new Cell("a", "one"));
    findNotebook(widget).write({ metadata: null, cell: null });
    assert.deepEqual(metadata, { kept: 1 });
    assert.equal(cells.length, 1);
  });
});

describe("Requests", () => {
  class Model {
    sent = [];
    listeners = [];
    on = (_, listener) => this.listeners.push(listener);
    off = (_, listener) => {
      this.listeners = this.listeners.filter((other) => other !== listener);
    };
    send = (message) => this.sent.push(message);
    receive = (message) => {
      for (const listener of this.listeners) listener(message);
    };
  }

  test("only the page that asked acts on an answer, and once", () => {
    const model = new Model();
    const answers = { one: [], two: [] };
    const one = new Requests(model);
    new Requests(model).send("save", {}, (reply) => answers.two.push(reply));
    const id = one.send("save", { path: "a" }, (reply) => answers.one.push(reply));
    assert.deepEqual(model.sent.at(-1), { type: "save", id, path: "a" });
    model.receive({ type: "look", id });
    model.receive({ type: "reply", id, saved: true });
    model.receive({ type: "reply", id, saved: true });
    assert.deepEqual(answers, { one: [{ type: "reply", id, saved: true }], two: [] });
    one.close();
    assert.equal(model.listeners.length, 1);
  });
});
