import { Answer } from "./answer.js";
import { Bank, joined } from "./bank.js";
import { keyOf, pointsOf } from "./keys.js";
import { fitMarks, NO_MARKS, nameOf, problemOf, stillOthers, tellLoaded, writeMarks } from "./marks.js";
import { offerComments } from "./offer.js";
import { Shelf } from "./shelf.js";

const SOON = 300;
const byId = (id) => document.getElementById(id);
const main = document.querySelector("main");
const list = byId("bank");
const aside = document.querySelector("aside");
const sections = [...document.querySelectorAll("section.question")];
const groups = sections.map((section, question) =>
  [...section.querySelectorAll("article")].map((article) => new Answer(article, question)),
);
const answers = groups.flat();
const answerAt = new Map(answers.map((answer) => [answer.article, answer]));
const shelf = new Shelf(`nbready-marks:${main.dataset.page}`, () => localStorage);
const bank = new Bank([...list.querySelectorAll("bdi")].map((one) => one.textContent));
let here = answers[0];
let others = [];
let waits = false;
let writing = 0;
let isKept = true;
let saved = "";

function tell(text, isBad = false) {
  byId("told").textContent = text;
  byId("told").classList.toggle("bad", isBad);
}

// What is kept

const collect = () => writeMarks(answers, stillOthers(others, answers), bank.all);
const asFile = () => `${JSON.stringify(collect(), null, 1)}\n`;

/** Keep everything in the browser, and what was taken back: the page may have come with it. */
function shelve() {
  clearTimeout(writing);
  writing = 0;
  const emptied = answers.filter((answer) => answer.isEmptied).map(nameOf);
  isKept = shelf.write({ ...collect(), emptied });
  if (!isKept) tell("This browser keeps nothing here: save often.", true);
}

/** What an answer's fields hold is its mark from now on. */
function take(answer) {
  answer.take();
  count([answer.question]);
  writing ||= setTimeout(shelve, SOON);
}

function count(questions) {
  for (const question of questions) {
    const done = groups[question].filter((answer) => answer.isDone).length;
    for (const answer of groups[question]) answer.article.classList.toggle("done", answer.isDone);
    const option = byId("question").options[question];
    option.textContent = `${option.dataset.label} (${done} of ${groups[question].length})`;
  }
  const all = answers.filter((answer) => answer.isDone).length;
  byId("progress").textContent = `${all} of ${answers.length} marked`;
  main.style.setProperty("--done", all / Math.max(answers.length, 1));
}

/** Show what is kept in the browser, which another tab may have written, in place of what stands here. */
function adopt(kept) {
  if (problemOf(kept)) return;
  const fit = fitMarks(kept, answers);
  const emptied = new Set(Array.isArray(kept.emptied) ? kept.emptied : []);
  others = fit.others;
  for (const answer of answers) {
    // Nobody's words vanish while they are written.
    if (answer.isWrittenIn(document.activeElement)) continue;
    const name = nameOf(answer);
    answer.show(fit.found.get(name) ?? (emptied.has(name) ? { points: null, text: "" } : answer.given));
  }
  settle(fit);
}

/** Put the marks of a file beside those that are here. */
async function load(file) {
  let value = null;
  try {
    value = JSON.parse(await file.text());
  } catch {
    // What is no JSON is told below, as whatever else holds no marks.
  }
  const problem = problemOf(value);
  if (problem) {
    tell(problem, true);
    return;
  }
  const fit = fitMarks(value, answers);
  for (const answer of answers) answer.show(fit.found.get(nameOf(answer)) ?? answer);
  const replaced = new Set(fit.others.map(nameOf));
  others = [...others.filter((other) => !replaced.has(nameOf(other))), ...fit.others];
  settle(fit);
  shelve();
}

function settle(fit) {
  for (const text of fit.comments) bank.remember(text);
  offer();
  count(groups.keys());
  if (fit.given) tell(tellLoaded(fit), fit.found.size < fit.given);
}

function save() {
  const wrong = answers.find((answer) => answer.isWrong);
  if (wrong) {
    go(wrong);
    tell("These points are not between nothing and what can be had.", true);
    return;
  }
  const link = document.createElement("a");
  saved = asFile();
  link.href = URL.createObjectURL(new Blob([saved], { type: "application/json" }));
  link.download = "marks.json";
  link.click();
  URL.revokeObjectURL(link.href);
  tell("Saved as marks.json: `nbready grade ... --marks marks.json` counts them.");
}

function startOver() {
  const number = answers.filter((answer) => answer.isOwn).length + others.length;
  if (number === 0) {
    tell("Everything is as the page came.");
    return;
  }
  const where =
    saved === asFile() ? "They are in the file that you saved." : "They are in no file yet: save them first.";
  if (!confirm(`Throw away ${number === 1 ? "a mark" : `${number} marks`} of yours? ${where}`)) return;
  clearTimeout(writing);
  writing = 0;
  shelf.clear();
  bank.clear();
  adopt(NO_MARKS);
  tell("Everything is as the page came.");
}

// Comments to use again

const comments = () =>
  bank.offer((sections[here?.question]?.dataset.comments ?? "").split("\n").filter(Boolean));
const offer = () => offerComments(list, comments());

function use(text) {
  here.area.value = joined(here.area.value, text);
  take(here);
  tell("Comment added.");
}

function wait(isOn) {
  waits = isOn;
  aside.classList.toggle("waiting", isOn);
}

// Moving

const isShown = (answer) => !(main.classList.contains("only-rest") && answer.isDone);

function at(answer) {
  if (!answer || answer === here) return;
  const isOther = here.question !== answer.question;
  here.article.classList.remove("here");
  here = answer;
  here.article.classList.add("here");
  if (!isOther) return;
  byId("question").selectedIndex = here.question;
  offer();
}

function go(answer) {
  if (!answer) return;
  at(answer);
  answer.article.focus({ preventScroll: true });
  answer.article.scrollIntoView({ block: "nearest" });
}

function step(by) {
  let place = answers.indexOf(here) + by;
  while (answers[place] && !isShown(answers[place])) place += by;
  go(answers[place]);
}

/** To the first answer of a question that has no points yet, or to its first. */
function goToQuestion(question) {
  const group = groups[question] ?? [];
  go(group.find((answer) => !answer.isDone) ?? group[0]);
}

function nextUnmarked() {
  const start = answers.indexOf(here) + 1;
  const next = [...answers.slice(start), ...answers.slice(0, start)].find((answer) => !answer.isDone);
  if (next) go(next);
  else tell("Every answer has points.");
}

// Keys

const MOVES = {
  Enter: () => here.field.select(),
  c: () => here.area.focus(),
  r: () => wait(true),
  j: () => step(1),
  k: () => step(-1),
  n: () => goToQuestion(here.question + 1),
  p: () => goToQuestion(here.question - 1),
  u: nextUnmarked,
  s: save,
};

/** Do what a key means; whether it means something. */
function press(key) {
  const points = pointsOf(key, here);
  if (waits) {
    wait(false);
    const text = /^[1-9]$/.test(key) && comments()[Number(key) - 1];
    if (text) use(text);
  } else if (points !== undefined) {
    here.field.value = points ?? "";
    take(here);
    tell(points === null ? "No points." : `${points} of ${here.possible} points.`);
  } else if (Object.hasOwn(MOVES, key)) {
    MOVES[key]();
  } else {
    return false;
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !here) return;
  const { target } = event;
  const key = keyOf(event);
  if (target.matches("textarea, .points")) {
    if (key !== "Escape" && !(key === "Enter" && target.matches(".points"))) return;
    event.preventDefault();
    go(here);
    return;
  }
  // A list looks for letters, and Enter presses what it stands on.
  const isTheirs = target.matches("select") || (key === "Enter" && target.matches("button, input, summary"));
  if (!isTheirs && byId("keys").checked && press(key)) event.preventDefault();
});

const answerOf = (event) => answerAt.get(event.target.closest("article"));
main.addEventListener("focusin", (event) => at(answerOf(event)));
main.addEventListener("click", (event) => at(answerOf(event)));
main.addEventListener("input", (event) => {
  const answer = answerOf(event);
  if (answer) take(answer);
});
main.addEventListener("change", (event) => {
  if (event.target.matches("textarea") && bank.remember(event.target.value)) offer();
});
list.addEventListener("click", (event) => {
  const words = event.target.closest("button")?.querySelector("bdi");
  if (words && here) use(words.textContent);
});
byId("save").addEventListener("click", save);
byId("load").addEventListener("change", (event) => {
  if (event.target.files[0]) load(event.target.files[0]);
  event.target.value = "";
});
byId("over").addEventListener("click", startOver);
byId("question").addEventListener("change", (event) => goToQuestion(event.target.selectedIndex));
for (const [id, name] of [
  ["names", "anonymous"],
  ["rest", "only-rest"],
]) {
  byId(id).addEventListener("change", (event) => main.classList.toggle(name, event.target.checked));
}

// Other tabs, and leaving. Where the browser keeps nothing it knows nothing better either.

window.addEventListener("storage", (event) => {
  if (event.key === shelf.name && isKept && !writing) adopt(shelf.read() ?? NO_MARKS);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && writing) shelve();
});
window.addEventListener("pagehide", () => {
  if (writing) shelve();
});
window.addEventListener("beforeunload", (event) => {
  if (!isKept && saved !== asFile()) event.preventDefault();
});

aside.querySelector("details").open = matchMedia("(min-width: 60rem)").matches;
here?.article.classList.add("here");
offer();
count(groups.keys());
adopt(shelf.read());
