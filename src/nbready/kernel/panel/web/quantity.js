// The first number that is not part of a word, with what stands before it (`p95 <=`, `EUR`, `-`).
const NUMBER = /^(.*?(?<![\p{L}\d])[-+\u2212]?\d[\d.,'\u00a0\u202f]*(?:[kKmM](?![\p{L}]))?)\s*(.*)$/su;

// A preset's blank, with its comparator: nothing that a number's box should hold.
const BLANK = /^([^\d_]*_{3,})\s*(.*)$/su;

/** A quantity's text as `[number, unit]`; joined again it is the same text, or all of it is the number. A blank comes third. */
export function splitQuantity(text) {
  const blank = BLANK.exec(text.trim());
  if (blank && !/\d/.test(text)) return ["", blank[2], blank[1].trim()];
  const match = NUMBER.exec(text.trim());
  const parts = match ? [match[1].trim(), match[2].trim()] : [text.trim(), ""];
  const same = joinQuantity(...parts).replace(/\s+/g, "") === text.replace(/\s+/g, "");
  return same ? parts : [text.trim(), ""];
}

/** Number and unit as one text. */
export function joinQuantity(number, unit) {
  return [number.trim(), unit.trim()].filter(Boolean).join(" ");
}
