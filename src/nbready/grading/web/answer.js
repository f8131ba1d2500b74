import { readPoints } from "./keys.js";

/** One answer of one student: the fields in which it is marked, and the mark that they hold. */
export class Answer {
  constructor(article, question) {
    const { student, key, fingerprint, possible, machine } = article.dataset;
    Object.assign(this, { article, question, student, key, fingerprint });
    this.possible = Number(possible);
    this.machine = Number(machine);
    this.field = article.querySelector(".points");
    this.area = article.querySelector("textarea");
    /** What the page came with. */
    this.given = {
      points: readPoints(this.field.defaultValue, this.possible) ?? null,
      text: this.area.defaultValue.trim(),
    };
    this.points = this.given.points;
    this.text = this.given.text;
  }

  get isDone() {
    return this.points !== null;
  }

  /** Whether its mark is another than the page came with. */
  get isOwn() {
    return this.points !== this.given.points || this.text !== this.given.text;
  }

  /** Whether there was a mark that was taken back. */
  get isEmptied() {
    return this.isOwn && this.points === null && !this.text;
  }

  /** Whether its field holds what cannot be given. */
  get isWrong() {
    return this.#typed === undefined;
  }

  get #typed() {
    return readPoints(this.field.value, this.possible, this.field.validity.badInput);
  }

  /** Whether somebody is writing in one of its fields. */
  isWrittenIn(active) {
    return active === this.field || active === this.area;
  }

  /** Take what was typed for its mark. */
  take() {
    this.points = this.#typed ?? null;
    this.text = this.area.value.trim();
  }

  /** Show another mark. */
  show({ points, text }) {
    if (points === this.points && text === this.text) return;
    this.field.value = points ?? "";
    this.area.value = text;
    this.points = points;
    this.text = text;
  }
}
