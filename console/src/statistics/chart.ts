/** Bars over days as SVG: made of DOM nodes, coloured by classes, mirrored where the page reads from the right. */
import { h } from "../../../widget/src/dom.ts";

const NS = "http://www.w3.org/2000/svg";
const HEIGHT = 200;
/** Pixels kept free beside the bars for the numbers of the axis, and below them for the days. */
const EDGE = 36;
const FOOT = 24;
const TOP = 10;

export interface Series {
  readonly label: string;
  /** Class of the bars; the style sheet has its colour. */
  readonly kind: string;
  readonly values: readonly number[];
}

export interface Chart {
  readonly title: string;
  /** What a screen reader is told of it; the figures themselves are in the table beside it. */
  readonly summary: string;
  readonly days: readonly string[];
  /** Between what a bar is called and its figure. */
  readonly colon: string;
  /** Stacks that stand side by side on each day; the series of a stack lie on one another. */
  readonly stacks: readonly (readonly Series[])[];
}

type Attributes = Readonly<Record<string, string | number>>;

/** The chart `width` pixels wide, so that its letters keep their size on a phone. */
export function drawn(chart: Chart, width: number, rtl: boolean): SVGSVGElement {
  const place = (x: number, long = 0): number => round(rtl ? width - x - long : x);
  const top = ceiling(Math.max(...chart.stacks.flatMap((stack) => chart.days.map((_, day) => sum(stack, day)))));
  const rise = (value: number): number => (value / top) * (HEIGHT - FOOT - TOP);
  return svg(
    "svg",
    { class: "chart", role: "img", viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-label": `${chart.title}. ${chart.summary}` },
    svg("title", {}, chart.title),
    svg("desc", {}, chart.summary),
    ...lines(top, rise, width, place),
    ...labels(chart.days, width, place),
    ...chart.days.map((_, day) => bars(chart, day, width, rise, place)),
  );
}

/** What the colours mean. */
export function legend(chart: Chart): HTMLElement {
  const entry = ({ label, kind }: Series): HTMLElement => h("li", {}, h("span", { class: `swatch ${kind}` }), label);
  return h("ul", { class: "legend", "aria-hidden": "true" }, ...chart.stacks.flat().map(entry));
}

/** The smallest of 2, 4, 10, 20, 40, 100 … that holds `most`: its half is a whole number, too. */
export function ceiling(most: number): number {
  const tens = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 4, 10].map((step) => step * tens).find((top) => top >= Math.max(most, 2)) ?? 10 * tens;
}

function sum(stack: readonly Series[], day: number): number {
  return stack.reduce((total, { values }) => total + (values[day] ?? 0), 0);
}

function bars({ days, stacks, colon }: Chart, day: number, width: number, rise: (value: number) => number, place: (x: number, long: number) => number): SVGElement {
  const band = (width - EDGE) / days.length;
  const long = (band * (days.length > 40 ? 0.9 : 0.7)) / stacks.length;
  const first = EDGE + band * day + (band - long * stacks.length) / 2;
  const parts = stacks.flatMap((stack, index) => pile(stack, day).map(({ kind, from, high }) => {
    const y = HEIGHT - FOOT - rise(from + high);
    return svg("rect", { class: `bar ${kind}`, x: place(first + long * index, long), y: round(y), width: round(long), height: round(rise(high)) });
  }));
  const told = stacks.flat().map(({ label, values }) => `${label}${colon}${values[day] ?? 0}`);
  return svg("g", {}, svg("title", {}, [days[day], ...told].join("\n")), ...parts);
}

function pile(stack: readonly Series[], day: number): { kind: string; from: number; high: number }[] {
  let from = 0;
  return stack.flatMap(({ kind, values }) => {
    const high = values[day] ?? 0;
    from += high;
    return high ? [{ kind, from: from - high, high }] : [];
  });
}

function lines(top: number, rise: (value: number) => number, width: number, place: (x: number, long?: number) => number): SVGElement[] {
  return [0, top / 2, top].flatMap((value) => {
    const y = round(HEIGHT - FOOT - rise(value));
    return [
      svg("line", { class: "grid", x1: place(EDGE), x2: place(width), y1: y, y2: y }),
      svg("text", { x: place(EDGE - 6), y: y + 4, "text-anchor": "end" }, String(value)),
    ];
  });
}

function labels(days: readonly string[], width: number, place: (x: number) => number): SVGElement[] {
  const band = (width - EDGE) / days.length;
  const shown = [...new Set([0, Math.floor((days.length - 1) / 2), days.length - 1])];
  const anchor = (day: number): string => (days.length < 10 || (day > 0 && day < days.length - 1) ? "middle" : day ? "end" : "start");
  const x = (day: number): number => place(anchor(day) === "middle" ? EDGE + band * (day + 0.5) : day ? width : EDGE);
  return shown.map((day) => svg("text", { x: x(day), y: HEIGHT - 6, "text-anchor": anchor(day) }, days[day] ?? ""));
}

function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes, ...children: readonly (Node | string)[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
