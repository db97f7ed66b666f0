/**
 * The expression language in the browser. The server alone parses; its tree becomes closures here and
 * gives the values that forms_catalog/expressions (running.py, functions/) gives. What few forms use
 * stands in expressions-more.js, which a page loads when its program asks for more than is `known` here.
 */

import {
  blank, cell, civil, Day, each, equal, first, points, strip, toBoolean, toDate, toMoment, toNumber, toText, unequal,
  Unknown, words,
} from "./values.js";

/** What an expression may ask while it runs; a page's own has its answers: name, cells, rowsOf, label. */
export class Environment {
  constructor(now, own = "") {
    Object.assign(this, { now, own, position: 1, item: {}, limit: 100_000, log: { steps: 0, warnings: [] } });
  }
  column(name) { return cell(this.item, name); }
  within(item, position) { return Object.assign(Object.create(this), { item, position }); }
  step() { if (++this.log.steps > this.limit) throw new Unknown("steps"); }
  warn(code) { if (!this.log.warnings.includes(code)) this.log.warnings.push(code); }
}

// ---- dates ----

export function formatted(env, value, pattern) {
  const moment = dated(env, value, toMoment);
  if (moment === "") return "";
  const at = civil(moment), [Y, m, d, H, M, S, part] = at.toISOString().match(/\d+/g);
  const saturday = new Date(at.getTime() + (6 - at.getUTCDay()) * 864e5);
  const start = new Date(0).setUTCFullYear(saturday.getUTCFullYear(), 0, 1);
  const parts = {
    "%": "%", Y, y: Y.slice(2), m, n: +m, b: `${+m}月`, d, e: +d, H, h: +H, M, S, 3: part,
    a: `周${"日一二三四五六"[at.getUTCDay()]}`, W: 1 + Math.floor((saturday - start) / 6048e5),
  };
  return toText(pattern).replace(/%(.?)/gsu, (all, sign) => parts[sign] ?? all);
}

export function dated(env, value, convert) {
  const found = convert(value);
  if (!found && toText(value) !== "") env.warn("expression.bad-date");
  return found ?? "";
}

// ---- numbers ----

/** An index: towards zero, 0 when it is no number. */
export function whole(value) {
  const number = toNumber(value);
  return Math.abs(number) < 1e9 ? Math.trunc(number) : 0;
}

const figures = (values) => values.flatMap(each).map(toNumber).filter((number) => number === number);

/** What is lost in adding is carried along, as Python's sum does (Neumaier). */
export function total(numbers) {
  let found = 0, lost = 0;
  for (const number of numbers) {
    const next = found + number;
    lost += Math.abs(found) >= Math.abs(number) ? found - next + number : number - next + found;
    found = next;
  }
  return Number.isFinite(lost) ? found + lost : found;
}

// ---- functions ----

export const MANY = 1000;

export function short(text) {
  if (text.length > 100_000 && points(text).length > 100_000) throw new Unknown("length");
  return text;
}

export const texts = (values) => values.flatMap(each).map(toText);
export const own = (env, values) => (values.length ? values[0] : env.own);

function substr(text, start, ...end) {
  const said = points(toText(text)), size = said.length;
  let low = whole(start), high = end.length ? whole(end[0]) : size;
  if (low < 0) low += size;
  if (high < 0) high += size;
  return said.slice(Math.max(low, 0), Math.max(Math.min(high, size), 0)).join("");
}

function selected(chosen, code) {
  const wanted = strip(toText(code));
  return wanted !== "" && words(toText(chosen)).includes(wanted);
}

const extreme = (better) =>
  [1, MANY, (env, ...values) => figures(values).reduce((a, b) => (a === "" || better(b, a) ? b : a), ""), cells];

/** An aggregate sees every cell of a column, also when it is asked inside a row. */
export const cells = (node) => (node.op === "name" ? (env) => env.cells(node.value) : compile(node));

/** name: fewest arguments, most, what it does, how it reads them. What is not here is the server's. */
export const FUNCTIONS = {
  today: [0, 0, (env) => new Day(env.now.days)],
  now: [0, 0, (env) => env.now],
  date: [1, 1, (env, value) => dated(env, value, toDate)],
  "format-date": [2, 2, formatted],
  number: [0, 1, (env, ...value) => toNumber(own(env, value))],
  int: [1, 1, (env, value) => { const n = Math.trunc(toNumber(value)); return Number.isFinite(n) ? n : NaN; }],
  sum: [1, MANY, (env, ...values) => total(figures(values)), cells],
  min: extreme((a, b) => a < b),
  max: extreme((a, b) => a > b),
  count: [1, 1, (env, value) => (Array.isArray(value) ? value.length : Number(!blank(value))), cells],
  boolean: [1, 1, (env, value) => toBoolean(value)],
  not: [1, 1, (env, value) => !toBoolean(value)],
  true: [0, 0, () => true],
  false: [0, 0, () => false],
  concat: [0, MANY, (env, ...values) => short(texts(values).join(""))],
  "string-length": [0, 1, (env, ...value) => points(toText(own(env, value))).length],
  contains: [2, 2, (env, text, part) => toText(text).includes(toText(part))],
  "starts-with": [2, 2, (env, text, part) => toText(text).startsWith(toText(part))],
  substr: [2, 3, (env, ...values) => substr(...values)],
  string: [0, 1, (env, ...value) => toText(own(env, value))],
  selected: [2, 2, (env, chosen, code) => selected(chosen, code)],
  "count-selected": [1, 1, (env, chosen) => words(toText(chosen)).length],
  coalesce: [2, 2, (env, one, other) => { one = first(one); return blank(one) || one !== one ? other : one; }],
};

// ---- trees ----

/** Whether this side has the function or the kind of node of that name. */
export const known = (name) => [FUNCTIONS, SPECIAL, MAKERS].some((table) => Object.hasOwn(table, name));
const left = (name) => () => { throw new Unknown(name); };

/** The closure of a tree: `run(env)` gives its value. */
export const compile = (node) => (Object.hasOwn(MAKERS, node.op) ? MAKERS[node.op](node) : left(node.op));
export const partsOf = (node) => (node.args || []).map(compile);

/** The left spine of a chain as one list, so that long ones do not nest. */
function spine(node, ops) {
  const found = [];
  for (; ops.includes(node.op); node = node.args[0]) found.unshift(node);
  return [compile(node), found.map((link) => [link.op, compile(link.args[1])])];
}

function logic(node) {
  const stops = node.op === "or", [head, rest] = spine(node, [node.op]);
  const parts = [head, ...rest.map(([, part]) => part)];
  return (env) => {
    for (const part of parts) if (toBoolean(part(env)) === stops) return stops;
    return !stops;
  };
}

const equality = (holds) => (node) => {
  const [left, right] = partsOf(node);
  return (env) => holds(left(env), right(env));
};

const order = (holds) => (node) => {
  const [left, right] = partsOf(node);
  return (env) => {
    const one = left(env), other = right(env);
    if (!Array.isArray(one) && !Array.isArray(other)) return holds(toNumber(one), toNumber(other));
    return each(one).some((a) => each(other).some((b) => holds(toNumber(a), toNumber(b))));
  };
};

export const noNumber = (env) => {
  env.warn("expression.no-number");
  return NaN;
};
const SUMS = {
  "+": (env, a, b) => a + b,
  "-": (env, a, b) => a - b,
  "*": (env, a, b) => a * b,
  div: (env, a, b) => (b !== 0 ? a / b : a === a ? noNumber(env) : NaN),
  mod: (env, a, b) => (b === 0 || Math.abs(a) === Infinity ? noNumber(env) : a % b),
};

function arithmetic(node) {
  const [head, rest] = spine(node, Object.keys(SUMS));
  const steps = rest.map(([op, part]) => [SUMS[op], part]);
  return (env) => {
    let found = toNumber(head(env));
    for (const [sign, part] of steps) found = sign(env, found, toNumber(part(env)));
    return found;
  };
}

function call(node) {
  const args = node.args || [], name = node.value;
  if (Object.hasOwn(SPECIAL, name)) return SPECIAL[name](...args);
  const [low, high, run, reading = compile] = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : [0, -1];
  if (args.length < low || args.length > high) return left(name);
  const parts = args.map(reading), [one, other] = parts;
  if (parts.length === 2) return (env) => (env.step(), run(env, one(env), other(env)));
  return (env) => (env.step(), run(env, ...parts.map((part) => part(env))));
}

/** What sees its arguments as trees. */
export const SPECIAL = {
  if: (...args) => {
    const [when, then, other] = args.map(compile);
    return (env) => (toBoolean(when(env)) ? then(env) : other(env));
  },
};

const literal = (node) => () => node.value;
/** Kind of node: what makes its closure. */
export const MAKERS = {
  text: literal,
  number: literal,
  name: (node) => (env) => env.name(node.value),
  column: (node) => (env) => env.column(node.value),
  self: () => (env) => env.own,
  neg: (node) => { const [inner] = partsOf(node); return (env) => -toNumber(inner(env)); },
  or: logic,
  and: logic,
  "=": equality(equal),
  "!=": equality(unequal),
  "<": order((a, b) => a < b),
  "<=": order((a, b) => a <= b),
  ">": order((a, b) => a > b),
  ">=": order((a, b) => a >= b),
  ...Object.fromEntries(Object.keys(SUMS).map((op) => [op, arithmetic])),
  call,
};
