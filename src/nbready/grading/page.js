const main = document.querySelector("main");
const articles = [...document.querySelectorAll("article")];
const bank = document.getElementById("bank");
const told = document.getElementById("told");
const store = `nbready-marks:${main.dataset.page}`;
const VERSION = 1;
const HALF = 0.5;
let here = articles[0];
let waits = false;

const field = (article) => article.querySelector(".points");
const comment = (article) => article.querySelector("textarea");
const isMarked = (article) => field(article).value !== "" && field(article).validity.valid;

function tell(text, isBad = false) {
  told.textContent = text;
  told.classList.toggle("bad", isBad);
}

// What is kept

function marks() {
  // Anybody may be called __proto__.
  const all = Object.create(null);
  for (const article of articles) {
    const points = isMarked(article) ? Number(field(article).value) : null;
    const text = comment(article).value.trim();
    if (points === null && !text) continue;
    const { student, key, fingerprint } = article.dataset;
    all[student] ??= Object.create(null);
    all[student][key] = { points, comments: text ? [text] : [], fingerprint };
  }
  const comments = [...bank.querySelectorAll("bdi")].map((one) => one.textContent);
  return { version: VERSION, marks: all, comments };
}

function keep() {
  count();
  try {
    localStorage.setItem(store, JSON.stringify(marks()));
  } catch {
    tell("This browser keeps nothing here: save often.", true);
  }
}

function count() {
  for (const article of articles) article.classList.toggle("done", isMarked(article));
  const done = articles.filter(isMarked).length;
  document.getElementById("progress").textContent = `${done} of ${articles.length} marked`;
}

// What was saved, put back where the answer is still the same

function put(saved) {
  if (saved?.version !== VERSION || typeof saved.marks !== "object" || saved.marks === null) {
    tell("This file holds no marks.", true);
    return;
  }
  const left = new Map();
  for (const [student, own] of Object.entries(saved.marks)) {
    for (const [key, mark] of Object.entries(own ?? {})) left.set(`${student}\0${key}`, mark);
  }
  const given = left.size;
  let changed = 0;
  for (const article of articles) {
    const { student, key, fingerprint, possible } = article.dataset;
    const name = `${student}\0${key}`;
    const mark = left.get(name);
    if (mark === undefined) continue;
    left.delete(name);
    if (mark?.fingerprint !== fingerprint) {
      changed += 1;
      continue;
    }
    const isNumber = Number.isFinite(mark.points) && mark.points >= 0 && mark.points <= Number(possible);
    field(article).value = isNumber ? String(mark.points) : "";
    comment(article).value = Array.isArray(mark.comments) ? mark.comments.join("\n") : "";
  }
  for (const text of Array.isArray(saved.comments) ? saved.comments : []) remember(String(text));
  count();
  const parts = [`${given - changed - left.size} of ${given} marks loaded`];
  if (changed) parts.push(`${changed} left out: the answer was changed since`);
  if (left.size) parts.push(`${left.size} left out: nobody here has that answer`);
  tell(`${parts.join("; ")}.`, changed + left.size > 0);
}

async function load(file) {
  let saved = null;
  try {
    saved = JSON.parse(await file.text());
  } catch {
    // What is no JSON is told below, as whatever else holds no marks.
  }
  put(saved);
  keep();
}

function save() {
  const wrong = articles.find((article) => !field(article).validity.valid);
  if (wrong) {
    go(wrong);
    tell("These points are not between nothing and what can be had.", true);
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(marks(), null, 1)}\n`], { type: "application/json" }));
  link.download = "marks.json";
  link.click();
  URL.revokeObjectURL(link.href);
  tell("Saved as marks.json: `nbready grade ... --marks marks.json` counts them.");
}

// Comments to use again

function remember(text) {
  const line = text.trim();
  const known = [...bank.querySelectorAll("bdi")].some((one) => one.textContent === line);
  if (!line || known) return;
  const item = document.createElement("li");
  const button = document.createElement("button");
  const words = document.createElement("bdi");
  button.type = "button";
  words.dir = "auto";
  words.textContent = line;
  button.append(words);
  item.append(button);
  bank.append(item);
}

function use(text) {
  const area = comment(here);
  area.value = area.value.trim() ? `${area.value.trimEnd()}\n${text}` : text;
  keep();
}

// A question's own comments come first while it is at hand.
function offer() {
  const own = (here?.closest("section").dataset.comments ?? "").split("\n").filter(Boolean);
  for (const item of bank.querySelectorAll("li.own")) item.remove();
  const before = bank.firstChild;
  for (const text of own) {
    const known = [...bank.querySelectorAll("bdi")].some((one) => one.textContent === text);
    if (known) continue;
    remember(text);
    bank.lastChild.className = "own";
    bank.insertBefore(bank.lastChild, before);
  }
}

// Moving

function at(article) {
  if (!article || article === here) return;
  here?.classList.remove("here");
  const isOther = here?.closest("section") !== article.closest("section");
  here = article;
  here.classList.add("here");
  if (isOther) offer();
}

function go(article) {
  if (!article) return;
  at(article);
  article.focus();
  article.scrollIntoView({ block: "nearest" });
}

const shown = () => articles.filter((article) => article === here || article.offsetParent !== null);

function step(by) {
  const list = shown();
  go(list[list.indexOf(here) + by]);
}

function stepQuestion(by) {
  const sections = [...document.querySelectorAll("section.question")];
  const next = sections[sections.indexOf(here.closest("section")) + by];
  go(next?.querySelector("article"));
}

function nextUnmarked() {
  const start = articles.indexOf(here) + 1;
  const next = [...articles.slice(start), ...articles.slice(0, start)].find((article) => !isMarked(article));
  if (next) go(next);
  else tell("Every answer has points.");
}

// Points

function give(points) {
  const possible = Number(here.dataset.possible);
  field(here).value = String(Math.min(points, possible));
  if (points > possible) tell(`More than ${possible} cannot be had here.`, true);
  keep();
}

const KEYS = {
  ".": () => give((Number(field(here).value) || 0) + HALF),
  f: () => give(Number(here.dataset.possible)),
  m: () => give(Number(here.dataset.machine)),
  x: () => {
    field(here).value = "";
    keep();
  },
  c: () => comment(here).focus(),
  r: () => {
    waits = true;
    bank.parentElement.classList.add("waiting");
  },
  j: () => step(1),
  k: () => step(-1),
  n: () => stepQuestion(1),
  p: () => stepQuestion(-1),
  u: nextUnmarked,
  s: save,
};

function reuse(key) {
  waits = false;
  bank.parentElement.classList.remove("waiting");
  const words = /^[1-9]$/.test(key) && bank.children[Number(key) - 1]?.querySelector("bdi");
  if (words) use(words.textContent);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !here) return;
  const writes = event.target.matches("textarea, input:not([type=checkbox]):not([type=file])");
  if (writes) {
    if (event.key === "Escape" || (event.key === "Enter" && event.target.matches(".points"))) go(here);
    return;
  }
  if (waits) reuse(event.key);
  else if (/^\d$/.test(event.key)) give(Number(event.key));
  else if (Object.hasOwn(KEYS, event.key)) KEYS[event.key]();
  else return;
  event.preventDefault();
});

main.addEventListener("focusin", (event) => at(event.target.closest("article")));
main.addEventListener("click", (event) => at(event.target.closest("article")));
main.addEventListener("input", (event) => {
  if (event.target.closest("article")) keep();
});
main.addEventListener("change", (event) => {
  if (!event.target.matches("textarea")) return;
  for (const line of event.target.value.split("\n")) remember(line);
  keep();
});
bank.addEventListener("click", (event) => {
  const words = event.target.closest("button")?.querySelector("bdi");
  if (words && here) use(words.textContent);
});
document.getElementById("save").addEventListener("click", save);
document.getElementById("load").addEventListener("change", (event) => {
  if (event.target.files[0]) load(event.target.files[0]);
  event.target.value = "";
});
document.getElementById("forget").addEventListener("click", () => {
  localStorage.removeItem(store);
  location.reload();
});
for (const [id, name] of [["names", "anonymous"], ["rest", "only-rest"]]) {
  document.getElementById(id).addEventListener("change", (event) => {
    main.classList.toggle(name, event.target.checked);
  });
}

try {
  const kept = localStorage.getItem(store);
  if (kept) put(JSON.parse(kept));
} catch {
  // A browser that keeps nothing, or something of somebody else's: what the file says counts.
}
offer();
here?.classList.add("here");
count();
