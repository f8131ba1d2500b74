import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { askedUnder } from "../../src/nbready/kernel/panel/web/stepper.js";

const QUESTIONS = [
  { key: "intent", gate: "data", intents: ["deployment", "feasibility", "learning"] },
  { key: "goal", gate: "data", intents: ["deployment", "feasibility"] },
  { key: "target", gate: "data", intents: ["deployment", "feasibility", "learning"] },
  { key: "people", gate: "data", intents: ["deployment"] },
  { key: "plan", gate: "model", intents: ["deployment", "feasibility"] },
];
const ALL = ["intent", "goal", "target", "people"];

describe("what a gate asks under an intent that was chosen just now", () => {
  const table = [
    ["learning", "data", ALL, ["intent", "target"]],
    ["feasibility", "data", ALL, ["intent", "goal", "target"]],
    ["deployment", "data", ["intent", "target"], ALL],
    ["feasibility", "model", ["people", "target", "plan"], ["target", "plan"]],
    ["learning", "model", ["plan"], ["plan"]],
    ["nonsense", "data", ALL, ALL],
    [undefined, "data", ALL, ALL],
  ];
  for (const [intent, gate, asked, expected] of table) {
    test(`${intent} at ${gate}, after ${asked}`, () =>
      assert.deepEqual(askedUnder(intent, gate, asked, QUESTIONS), expected));
  }
});
