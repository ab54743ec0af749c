// One moment of the record, in all charts over time: a slider chooses it, and so does the pointer over any of them.

import type uPlot from 'uplot';
import type { ReportTimelinePoint } from '../../../model/report/timeline-report.js';
import { element } from './dom.js';

const ID = 'moment';

export class Moments {
  static #all: Moments | undefined;

  /** The middle of each stretch, in seconds since 1970. */
  readonly seconds: number[];
  readonly #textAt: (place: number) => string;
  readonly #charts: uPlot[] = [];
  #slider: HTMLInputElement | undefined;
  #output: HTMLOutputElement | undefined;
  #isMoving = false;

  private constructor(timeline: readonly ReportTimelinePoint[], textAt: (place: number) => string) {
    this.seconds = timeline.map(({ fromUnixMillis, toUnixMillis }) => (fromUnixMillis + toUnixMillis) / 2_000);
    this.#textAt = textAt;
  }

  /** The same for all charts of the page. */
  static of(timeline: readonly ReportTimelinePoint[], textAt: (place: number) => string): Moments {
    return (Moments.#all ??= new Moments(timeline, textAt));
  }

  /** Zooming with the pointer would have no way back for those who have none. */
  readonly cursor: uPlot.Cursor = { y: false, drag: { x: false, y: false } };

  readonly hooks: uPlot.Hooks.Arrays = {
    setCursor: [
      ({ cursor: { idx } }): void => {
        if (!this.#isMoving && typeof idx === 'number') this.#show(idx);
      },
    ],
  };

  follow(chart: uPlot): void {
    this.#charts.push(chart);
  }

  addControl(place: HTMLElement): void {
    const last = this.seconds.length - 1;
    const slider = element('input', { type: 'range', id: ID, min: 0, max: last, step: 1 });
    const output = element('output', { for: ID });
    this.#slider = slider;
    this.#output = output;
    slider.addEventListener('input', () => this.#show(Number(slider.value)));
    place.append(element('div', { class: 'controls' }, element('label', { for: ID }, 'Moment'), slider, output));
    this.#write(0);
  }

  #show(position: number): void {
    this.#isMoving = true;
    this.#write(position);
    for (const chart of this.#charts) {
      const left = chart.valToPos(this.seconds[position] ?? 0, 'x');
      chart.setCursor({ left, top: 0 });
    }
    this.#isMoving = false;
  }

  #write(position: number): void {
    const text = this.#textAt(position);
    if (this.#slider !== undefined) {
      this.#slider.value = String(position);
      this.#slider.setAttribute('aria-valuetext', text);
    }
    if (this.#output !== undefined) this.#output.textContent = text;
  }
}
