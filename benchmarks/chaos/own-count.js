const { rmSync } = require('node:fs');

/** What the program counted for itself. */
exports.OwnCount = class OwnCount {
  begun = [];
  ended = [];
  spans = 0;
  #rest = '';
  #onPause;

  constructor(onPause) {
    this.#onPause = onPause;
  }

  take(text) {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) {
      const [what, value, spans] = line.split(' ');
      if (what === 'p') this.#onPause(Number(value));
      else if (what === 'r') rmSync(value, { recursive: true, force: true });
      else if (what === 'b') this.begun.push(Number(value));
      else {
        this.ended.push(Number(value));
        this.spans += Number(spans);
      }
    }
  }

  /** The least and the most that can have ended until a time. */
  until(unixMillis) {
    const countOf = (times) => times.filter((time) => time <= unixMillis).length;
    return [countOf(this.ended), countOf(this.begun)];
  }
};
