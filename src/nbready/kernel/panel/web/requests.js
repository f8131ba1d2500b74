/** Questions to the kernel: each has an id of its own, so that only the page that asked acts on the answer. */
export class Requests {
  constructor(model) {
    this.model = model;
    this.client = Math.random().toString(36).slice(2);
    this.count = 0;
    this.waiting = new Map();
    this.listener = (message) => this.#receive(message);
    model.on("msg:custom", this.listener);
  }

  /** Send a message; its id. With `onreply` the answer is waited for, however long the kernel is busy. */
  send(type, content, onreply) {
    const id = `${this.client}:${++this.count}`;
    if (onreply) this.waiting.set(id, onreply);
    this.model.send({ type, id, ...content });
    return id;
  }

  close() {
    this.model.off("msg:custom", this.listener);
    this.waiting.clear();
  }

  #receive(message) {
    const onreply = message.type === "reply" && this.waiting.get(message.id);
    if (!onreply) return;
    this.waiting.delete(message.id);
    onreply(message);
  }
}
