import assert from "node:assert/strict";
import { describe, test } from "node:test";

import {
  fitMarks,
  NO_MARKS,
  problemOf,
  stillOthers,
  tellLoaded,
  writeMarks,
} from "../../src/nbready/grading/web/marks.js";

const ANSWERS = [
  { student: "ada", key: "goal", fingerprint: "a1", possible: 4, points: null, text: "" },
  { student: "ada", key: "plan", fingerprint: "a2", possible: 2, points: null, text: "" },
  { student: "__proto__", key: "goal", fingerprint: "p1", possible: 4, points: null, text: "" },
];
const marked = (...marks) => ANSWERS.map((answer, place) => ({ ...answer, ...marks[place] }));
const file = (marks, more = {}) => JSON.parse(JSON.stringify({ version: 1, marks, ...more }));

describe("what is no file of marks", () => {
  const table = [
    [null, "holds no marks"],
    [[], "holds no marks"],
    ["x", "holds no marks"],
    [{}, "holds no marks"],
    [{ version: 1, marks: [] }, "holds no marks"],
    [{ version: 0, marks: {} }, "holds no marks"],
    [{ marks: {} }, "holds no marks"],
    [{ version: 2, marks: {} }, "of a later nbready"],
  ];
  for (const [value, words] of table) {
    test(JSON.stringify(value), () => assert.match(problemOf(value), new RegExp(words)));
  }
  test("what holds none yet is one", () => assert.equal(problemOf(NO_MARKS), ""));
});

describe("written and read back", () => {
  const texts = ["Well argued.", "two\nlines", '"quoted" <b> & \\ $x$ {}', "解約率 🙂", "-", "null"];
  for (const text of texts) {
    test(JSON.stringify(text), () => {
      const answers = marked({ points: 3.5, text }, { text }, { points: 0 });
      const fit = fitMarks(JSON.parse(JSON.stringify(writeMarks(answers, [], [text]))), ANSWERS);
      assert.deepEqual(
        [...fit.found.values()],
        [
          { points: 3.5, text },
          { points: null, text },
          { points: 0, text: "" },
        ],
      );
      assert.deepEqual([fit.others, fit.comments, fit.given], [[], [text], 3]);
    });
  }
  test("what was not touched is not written", () => {
    assert.deepEqual(Object.keys(writeMarks(ANSWERS, [], []).marks), []);
  });
  test("a list of comments is never longer than what reads it takes", () => {
    const many = Array.from({ length: 1200 }, (_, number) => `comment ${number}`);
    assert.equal(writeMarks([], [], many).comments.length, 1000);
  });
});

describe("marks that do not fit", () => {
  const mark = { points: 2, comments: [], fingerprint: "a1" };
  const table = [
    ["an answer that was changed", { ada: { goal: { ...mark, fingerprint: "old" } } }, "changed since", 1],
    ["a student of another marker", { bob: { goal: mark } }, "not on this page", 1],
    ["a question of another rubric", { ada: { other: mark } }, "not on this page", 1],
    ["more points than can be had", { ada: { goal: { ...mark, points: 5 } } }, "more points", 1],
    ["no mark", { ada: { goal: 3 } }, "no marks at all", 0],
    ["no student", { ada: null, bob: [] }, "", 0],
    ["points that are none", { ada: { goal: { ...mark, points: "2" } } }, "no marks at all", 0],
    ["points below nothing", { ada: { goal: { ...mark, points: -1 } } }, "no marks at all", 0],
    ["comments that are none", { ada: { goal: { ...mark, comments: [1] } } }, "no marks at all", 0],
  ];
  for (const [what, marks, words, kept] of table) {
    test(what, () => {
      const fit = fitMarks(file(marks), ANSWERS);
      assert.equal(fit.found.size, 0);
      assert.equal(fit.others.length, kept);
      assert.match(tellLoaded(fit), new RegExp(words));
      // Nobody's work is lost: saved again, it is in the file as it was.
      const again = writeMarks(ANSWERS, fit.others, []).marks;
      if (kept) assert.deepEqual(JSON.parse(JSON.stringify(again)), file(marks).marks);
    });
  }
  test("a new mark takes the place of one for an older answer", () => {
    const { others } = fitMarks(
      file({ ada: { goal: { ...mark, fingerprint: "old" } }, bob: { goal: mark } }),
      ANSWERS,
    );
    const left = stillOthers(others, marked({ points: 1 }));
    assert.deepEqual(
      left.map(({ student }) => student),
      ["bob"],
    );
  });
});
