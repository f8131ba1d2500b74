import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Answer } from "../../src/nbready/grading/web/answer.js";
import { Bank, joined } from "../../src/nbready/grading/web/bank.js";
import { keyOf, pointsOf, readPoints } from "../../src/nbready/grading/web/keys.js";
import { Shelf } from "../../src/nbready/grading/web/shelf.js";

describe("which key was pressed", () => {
  const table = [
    ["as it is", { key: "f", code: "KeyF" }, "f"],
    ["with Caps Lock", { key: "F", code: "KeyF" }, "f"],
    ["Dvorak: the letter counts", { key: "j", code: "KeyC" }, "j"],
    ["Cyrillic: the place counts", { key: "а", code: "KeyF" }, "f"],
    ["French digits without Shift", { key: "&", code: "Digit1" }, "1"],
    ["French digits with Shift", { key: "1", code: "Digit1", shiftKey: true }, "1"],
    ["no exclamation mark", { key: "!", code: "Digit1", shiftKey: true }, "!"],
    ["the number pad", { key: "4", code: "Numpad4" }, "4"],
    ["the number pad's arrows", { key: "ArrowLeft", code: "Numpad4" }, "ArrowLeft"],
    ["half a point", { key: ".", code: "Period" }, "."],
    ["no code at all", { key: "Escape" }, "Escape"],
  ];
  for (const [what, event, expected] of table) test(what, () => assert.equal(keyOf(event), expected));
});

describe("the points that a key gives", () => {
  const answer = { points: 3, possible: 4, machine: 2 };
  const table = [
    ["0", 0],
    ["3", 3],
    ["9", 4],
    [".", 3.5],
    ["f", 4],
    ["m", 2],
    ["x", null],
    ["j", undefined],
    ["toString", undefined],
  ];
  for (const [key, expected] of table) test(key, () => assert.equal(pointsOf(key, answer), expected));
  test("half a point from nothing", () => assert.equal(pointsOf(".", { ...answer, points: null }), 0.5));
  test("never more than can be had", () => assert.equal(pointsOf(".", { ...answer, points: 4 }), 4));
  test("a digit where less than one can be had", () => assert.equal(pointsOf("1", { possible: 0.5 }), 0.5));
});

describe("points that were typed", () => {
  const table = [
    ["", null],
    ["  ", null],
    ["0", 0],
    ["2.25", 2.25],
    ["4", 4],
    ["4.01", undefined],
    ["-0.5", undefined],
    ["1e9", undefined],
    ["NaN", undefined],
  ];
  for (const [text, expected] of table) {
    test(JSON.stringify(text), () => assert.equal(readPoints(text, 4), expected));
  }
  test("what the browser takes for no number", () => assert.equal(readPoints("", 4, true), undefined));
});

describe("comments to use again", () => {
  test("the question's own come first, each once", () => {
    const bank = new Bank(["Why?", "Who?", "Why?"]);
    assert.deepEqual(bank.offer(["Which euro?", "Who?"]), ["Which euro?", "Who?", "Why?"]);
  });
  test("each line of what was written, once", () => {
    const bank = new Bank(["Why?"]);
    assert.equal(bank.remember(" Say where. \n\nWhy?\nSay where."), true);
    assert.deepEqual(bank.all, ["Why?", "Say where."]);
    assert.equal(bank.remember("Why?"), false);
  });
  test("so many that a person finds something, and never those that the page came with", () => {
    const bank = new Bank(["Why?"]);
    for (let number = 0; number < 520; number += 1) bank.remember(`comment ${number}`);
    assert.equal(bank.all.length, 201);
    assert.equal(bank.all[0], "Why?");
    assert.equal(bank.all.at(-1), "comment 519");
    bank.clear();
    assert.deepEqual(bank.all, ["Why?"]);
  });
  test("below what is there", () => {
    assert.equal(joined("  ", "Why?"), "Why?");
    assert.equal(joined("Good. \n", "Why?"), "Good.\nWhy?");
  });
});

describe("what the browser keeps", () => {
  const throws = () => {
    throw new Error("no");
  };
  test("written and read", () => {
    const held = new Map();
    const storage = {
      getItem: (name) => held.get(name) ?? null,
      setItem: (name, value) => held.set(name, value),
    };
    const shelf = new Shelf("a", () => ({ ...storage, removeItem: (name) => held.delete(name) }));
    assert.equal(shelf.read(), null);
    assert.equal(shelf.write({ a: "b" }), true);
    assert.deepEqual(shelf.read(), { a: "b" });
    shelf.clear();
    assert.equal(shelf.read(), null);
  });
  test("full", () => assert.equal(new Shelf("a", () => ({ setItem: throws })).write({}), false));
  test("forbidden", () => {
    const shelf = new Shelf("a", throws);
    assert.deepEqual([shelf.read(), shelf.write({}), shelf.clear()], [null, false, undefined]);
  });
  test("somebody else's", () => assert.equal(new Shelf("a", () => ({ getItem: () => "{" })).read(), null));
});

describe("an answer", () => {
  const made = (value = "", text = "") => {
    const field = { defaultValue: value, value, validity: { badInput: false } };
    const area = { defaultValue: text, value: text };
    const dataset = { student: "ada", key: "goal", fingerprint: "1", possible: "4", machine: "2" };
    const article = { dataset, querySelector: (name) => (name === ".points" ? field : area) };
    return new Answer(article, 0);
  };
  test("as the page came", () => {
    const answer = made("3", "Good.\n");
    assert.deepEqual([answer.points, answer.text, answer.isDone, answer.isOwn], [3, "Good.", true, false]);
  });
  test("taken as typed", () => {
    const answer = made();
    answer.field.value = "2.5";
    answer.area.value = " Why? ";
    answer.take();
    assert.deepEqual([answer.points, answer.text, answer.isOwn, answer.isWrong], [2.5, "Why?", true, false]);
  });
  test("what cannot be given is no mark, and said", () => {
    const answer = made();
    answer.field.value = "5";
    answer.take();
    assert.deepEqual([answer.points, answer.isWrong], [null, true]);
  });
  test("taken back", () => {
    const answer = made("3");
    answer.show({ points: null, text: "" });
    assert.deepEqual([answer.field.value, answer.isEmptied, answer.isDone], ["", true, false]);
    answer.show(answer.given);
    assert.deepEqual([answer.field.value, answer.isOwn], [3, false]);
  });
  test("is not written over while somebody writes in it", () => {
    const answer = made();
    assert.deepEqual([answer.isWrittenIn(answer.area), answer.isWrittenIn(answer.article)], [true, false]);
  });
});
