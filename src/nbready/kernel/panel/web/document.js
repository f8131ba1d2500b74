const KEY = "nbready";
const GONE = ["restarting", "autorestarting", "terminating", "dead"];

/** The open notebook behind a widget; null where the front end does not let it be reached. */
export function findNotebook(model) {
  const context = model.widget_manager?.context;
  const isNotebook = context?.model?.sharedModel?.cells && typeof context.model.setMetadata === "function";
  return isNotebook ? new OpenNotebook(context) : null;
}

/** The open notebook, if it is the one with the widget's cell. */
export function ownNotebook(model) {
  const notebook = findNotebook(model);
  return notebook?.holds(model.get("cell_id")) ? notebook : null;
}

/** The document on the screen: its charter cell, its metadata, and whether it is saved. */
export class OpenNotebook {
  constructor(context) {
    this.context = context;
  }

  /** The ids of its cells: by them it is known, whatever its file is called. */
  get cellIds() {
    return this.shared.cells.map((cell) => cell.id);
  }

  get isDirty() {
    return Boolean(this.context.model.dirty);
  }

  /** Two notebooks can share a kernel: only the one with the panel's cell is its own. */
  holds(cellId) {
    return this.cellIds.includes(cellId);
  }

  /** What the kernel needs to know to decide what is written where. */
  describe() {
    const cells = this.shared.cells.map((cell) => ({
      id: cell.id,
      kind: cell.cell_type,
      source: cell.cell_type === "markdown" ? "" : cell.getSource(),
    }));
    return { metadata: this.context.model.getMetadata(KEY) ?? null, cells };
  }

  /** Carry out what the kernel decided, as one step of undo. */
  write({ metadata, cell }) {
    this.shared.transact(() => {
      if (cell) this.#writeCell(cell);
      if (metadata) this.context.model.setMetadata(KEY, metadata);
    });
  }

  async save() {
    await this.context.save();
  }

  /** Call back when the document becomes dirty or clean; returns how to stop. */
  onDirty(callback) {
    const listener = (_, change) => change.name === "dirty" && callback();
    const signal = this.context.model.stateChanged;
    signal?.connect(listener);
    return () => signal?.disconnect(listener);
  }

  /** Call back when the kernel that the form belongs to goes; returns how to stop. */
  onKernelGone(callback) {
    const signal = this.context.sessionContext?.statusChanged;
    const listener = (_, status) => GONE.includes(status) && callback();
    signal?.connect(listener);
    return () => signal?.disconnect(listener);
  }

  get isBusy() {
    return this.context.sessionContext?.session?.kernel?.status === "busy";
  }

  get shared() {
    return this.context.model.sharedModel;
  }

  #writeCell({ id, before, source }) {
    const cells = this.shared.cells;
    const own = cells.find((cell) => id && cell.id === id);
    if (own) {
      own.setSource(source);
      return;
    }
    const index = cells.findIndex((cell) => cell.id === before);
    this.shared.insertCell(index < 0 ? cells.length : index, { cell_type: "code", source, metadata: {} });
  }
}
