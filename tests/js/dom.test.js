import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { plain } from "../../src/nbready/kernel/panel/web/dom.js";

describe("text that is shown", () => {
  const kept = ["", "Zwölf, 十二, שתים", "a\tb\nc", "👩‍👩‍👧", "x\u00ad\u200by"];
  for (const text of kept) {
    test(`stays: ${JSON.stringify(text)}`, () => assert.equal(plain(text), text));
  }
  const marks = ["\u0000", "\u001b", "\u007f", "\u009b", "\r", "\u061c", "\u200f", "\u2028"];
  for (const mark of [...marks, "\u202e", "\u2066", "\u2069", "\ufeff", "\ud800"]) {
    test(`made visible: ${JSON.stringify(mark)}`, () => assert.equal(plain(`a${mark}b`), "a\ufffdb"));
  }
  test("what is no text is left alone", () => {
    const element = {};
    assert.equal(plain(element), element);
    assert.equal(plain(3), 3);
  });
});
