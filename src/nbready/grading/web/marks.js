export const VERSION = 1;
export const NO_MARKS = { version: VERSION, marks: {} };
// What reads a file of marks back takes no longer lists.
const MOST_COMMENTS = 1000;

const isTable = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string";

export const nameOf = ({ student, key }) => `${student}\0${key}`;

/** The answers' marks, those that belong to none of them, and the comments, as a file holds them. */
export function writeMarks(answers, others, comments) {
  // Anybody may be called __proto__.
  const marks = Object.create(null);
  const put = (student, key, mark) => {
    marks[student] ??= Object.create(null);
    marks[student][key] = mark;
  };
  for (const { student, key, mark } of others) put(student, key, mark);
  for (const { student, key, fingerprint, points, text } of answers) {
    if (points === null && !text) continue;
    put(student, key, { points, comments: text ? [text] : [], fingerprint });
  }
  return { version: VERSION, marks, comments: comments.slice(0, MOST_COMMENTS) };
}

/** What is wrong with what should hold marks, a sentence; empty where it holds some. */
export function problemOf(saved) {
  if (!isTable(saved) || !isTable(saved.marks)) return "This file holds no marks.";
  if (saved.version === VERSION) return "";
  if (saved.version > VERSION)
    return "These marks are of a later nbready: make this page again with that one.";
  return "This file holds no marks.";
}

/**
 * Which mark goes to which answer: `found` by the answer's name; `others` are kept as they are, because the
 * answer is another by now, is not on this page, or has fewer points than were given.
 */
export function fitMarks(saved, answers) {
  const known = new Map(answers.map((answer) => [nameOf(answer), answer]));
  const found = new Map();
  const others = [];
  const left = { changed: 0, unknown: 0, tooMany: 0, broken: 0 };
  for (const [student, own] of Object.entries(saved.marks)) {
    for (const [key, mark] of Object.entries(own ?? {})) {
      const why = whyNot(mark, known.get(nameOf({ student, key })));
      if (!why) {
        found.set(nameOf({ student, key }), { points: mark.points ?? null, text: textOf(mark) });
        continue;
      }
      left[why] += 1;
      if (why !== "broken") others.push({ student, key, mark });
    }
  }
  const comments = Array.isArray(saved.comments) ? saved.comments.filter(isText) : [];
  const given = found.size + others.length + left.broken;
  return { found, others, left, given, comments };
}

function whyNot(mark, answer) {
  if (!isMark(mark)) return "broken";
  if (!answer) return "unknown";
  if (mark.fingerprint !== answer.fingerprint) return "changed";
  return (mark.points ?? 0) > answer.possible ? "tooMany" : "";
}

function isMark(mark) {
  if (!isTable(mark) || !isText(mark.fingerprint)) return false;
  const { points = null, comments = [] } = mark;
  const isGiven = points === null || (Number.isFinite(points) && points >= 0);
  return isGiven && Array.isArray(comments) && comments.every(isText);
}

const textOf = ({ comments = [] }) => comments.join("\n");

const LEFT = {
  changed: "the answer was changed since",
  unknown: "not on this page",
  tooMany: "more points than can be had",
  broken: "no marks at all",
};

/** What became of a file's marks, in words. */
export function tellLoaded({ found, others, left, given }) {
  const parts = [`${found.size} of ${given} marks loaded`];
  for (const [why, words] of Object.entries(LEFT))
    if (left[why]) parts.push(`${left[why]} not shown: ${words}`);
  return `${parts.join("; ")}.${others.length ? " What is not shown stays in the file." : ""}`;
}

/** Others without those that an answer's own mark has replaced. */
export function stillOthers(others, answers) {
  const marked = new Set(answers.filter(({ points, text }) => points !== null || text).map(nameOf));
  return others.filter((other) => !marked.has(nameOf(other)));
}
