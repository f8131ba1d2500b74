import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { joinQuantity, splitQuantity } from "../../src/nbready/kernel/panel/web/quantity.js";

describe("splitQuantity", () => {
  const table = [
    ["", "", ""],
    ["0.2", "0.2", ""],
    [">= 35 %", ">= 35", "%"],
    ["35%", "35", "%"],
    ["-430 EUR", "-430", "EUR"],
    ["6k EUR/month", "6k", "EUR/month"],
    ["40/s", "40", "/s"],
    ["p95 <= 150 ms", "p95 <= 150", "ms"],
    ["PSI 0.2", "PSI 0.2", ""],
    ["12 months", "12", "months"],
    ["EUR 1,250.50 per alert", "EUR 1,250.50", "per alert"],
    ["5 kg", "5", "kg"],
    ["not measured yet", "not measured yet", ""],
    ["about a third", "about a third", ""],
    ["Ω12 x", "Ω12 x", ""],
  ];
  for (const [text, number, unit] of table) {
    test(text || "(empty)", () => assert.deepEqual(splitQuantity(text), [number, unit]));
  }
});

test("joining what was split loses nothing but spaces", () => {
  const alphabet = [..." 0123456789.,-+%kMpEUR<>=/\u2212\u00a0é\n"];
  let seed = 7;
  const next = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed;
  };
  for (let round = 0; round < 5000; round++) {
    const text = Array.from({ length: next() % 14 }, () => alphabet[next() % alphabet.length]).join("");
    assert.equal(joinQuantity(...splitQuantity(text)).replace(/\s/g, ""), text.replace(/\s/g, ""), text);
  }
});

test("joinQuantity leaves out what is empty", () => {
  assert.equal(joinQuantity(" 35 ", " % "), "35 %");
  assert.equal(joinQuantity("35", ""), "35");
  assert.equal(joinQuantity("", ""), "");
});
