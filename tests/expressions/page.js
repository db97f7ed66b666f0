/** What the tests' page loads: asks the interpreter many questions at once, and how fast it answers. */

import { compile, Environment, FUNCTIONS } from "./expressions.js";
import "./expressions-more.js";
import { Identity, Month, plain, Rows, toBoolean, toDate, toMoment, Unknown } from "./values.js";

const KINDS = {
  date: toDate,
  moment: toMoment,
  identity: (text) => new Identity(text),
  month: (text) => new Month(text),
  number: Number,
  rows: (rows) => Rows.from(rows, read),
};
const read = (row) => Object.fromEntries(Object.entries(row).map(([name, said]) => [name, valueOf(said)]));

function valueOf(said) {
  if (said === null || typeof said !== "object") return said;
  const [[kind, inner]] = Object.entries(said);
  return KINDS[kind](inner);
}

const has = Object.hasOwn;
const cellsOf = (rows, name) => Array.from(rows, (row) => (has(row, name) ? row[name] : ""));

class Scene extends Environment {
  constructor(asked) {
    super(valueOf(asked.now), valueOf(asked.own));
    Object.assign(this, { answers: read(asked.answers), lists: asked.lists, choices: asked.choices, row: asked.row });
    this.position = this.row ? this.row[1] : 1;
  }

  name(name) {
    if (this.row) {
      const [table, number] = this.row, cells = this.answers[table][number - 1];
      const column = name.startsWith(`${table}.`) ? name.slice(table.length + 1) : name;
      if (has(cells, column)) return cells[column];
    }
    return this.cells(name);
  }

  cells(name) {
    if (has(this.answers, name)) return this.answers[name];
    const dot = name.lastIndexOf(".");
    if (dot > 0) {
      const rows = this.answers[name.slice(0, dot)];
      return rows instanceof Rows ? cellsOf(rows, name.slice(dot + 1)) : "";
    }
    const found = Object.values(this.answers).find(
      (rows) => rows instanceof Rows && rows.some((row) => has(row, name)));
    return found ? cellsOf(found, name) : "";
  }

  rowsOf(source) { return this.lists[source] ?? []; }

  label(value, question) {
    const words = new Map(this.rowsOf(this.choices[question]).map((row) => [row.name, row.label ?? ""]));
    return value.split(/\s+/).filter((code) => words.has(code)).map((code) => words.get(code)).join("，");
  }
}

function answer(asked) {
  const scene = new Scene(asked);
  try {
    return { value: plain(compile(asked.node)(scene)), warnings: scene.log.warnings };
  } catch (error) {
    return error instanceof Unknown ? { unknown: error.message } : { fault: String(error.stack) };
  }
}

/** Microseconds: the tree run, and reading a small object, as a measure of the machine. */
function speed(asked, rounds) {
  const run = compile(asked.node), scene = new Scene(asked), small = '{"a": "x", "b": ["y", "z"], "c": 4}';
  scene.limit = Infinity;
  const timed = (work) => {
    const start = performance.now();
    for (let round = 0; round < rounds; round++) work();
    return ((performance.now() - start) * 1000) / rounds;
  };
  const turns = Array.from({ length: 9 }, () => [timed(() => toBoolean(run(scene))), timed(() => JSON.parse(small))]);
  const middle = (at) => turns.map((turn) => turn[at]).sort((a, b) => a - b)[4];
  return { evaluate: middle(0), control: middle(1) };
}

/** Whether the page's policy keeps text from becoming code. */
function refuses() {
  try {
    return new Function("return false")();
  } catch {
    return true;
  }
}

Object.assign(window, {
  refused: refuses(),
  arity: Object.fromEntries(Object.entries(FUNCTIONS).map(([name, [low, high]]) => [name, [low, high]])),
  answers: (text) => JSON.stringify(JSON.parse(text).map(answer)),
  speed: (text, rounds) => speed(JSON.parse(text), rounds),
  zone: () => new Date(0).getTimezoneOffset(),
});
