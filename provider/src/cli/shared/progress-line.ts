import type { WriteStream } from "node:tty";
import type { EngineEvent } from "../../sandbox/engine/index.ts";

/** One line on a terminal that tells how far a run is; nothing where the stream is no terminal. */
export class ProgressLine {
  readonly #stream: WriteStream;
  readonly #running = new Set<string>();
  #done = 0;

  constructor(stream: WriteStream) {
    this.#stream = stream;
    this.#draw("starting");
  }

  show(event: EngineEvent): void {
    if (event.type === "diagnostic") return;
    if (event.type === "step-started") {
      this.#running.add(event.urn);
    } else {
      this.#running.delete(event.urn);
      this.#done += 1;
    }
    this.#draw(`${this.#done} done, ${this.#running.size} running`);
  }

  #draw(text: string): void {
    this.#clear();
    if (this.#stream.isTTY) this.#stream.write(text);
  }

  #clear(): void {
    if (!this.#stream.isTTY) return;
    this.#stream.cursorTo(0);
    this.#stream.clearLine(0);
  }

  [Symbol.dispose](): void {
    this.#clear();
  }
}
