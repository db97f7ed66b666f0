/**
 * The expression language in the browser. The server alone parses; its tree becomes closures here and
 * gives the values that forms_catalog/expressions (running.py, values.py, functions/) gives. Whatever
 * this side cannot say for certain throws Unknown, and the page leaves the server's result alone.
 * What few forms use stands in expressions-more.js, which a page loads when its program asks for more
 * than is `known` here.
 */

/** "Ask the server". Thrown, never returned, so that it cannot be mistaken for a value. */
export class Unknown extends Error {}

/** A civil date: days since 1970-01-01, because a Date would bring in the zone of the device. */
export class Day {
  constructor(days) { this.days = days; }
}

/** A civil moment: its day and the microseconds of that day. */
export class Moment {
  constructor(days, micro) { this.days = days; this.micro = micro; }
}

/** The digits of a person's number or telephone: never a number. */
export class Identity {
  constructor(text) { this.text = text; }
}

/** `2026-03`: its first day where a date or a number is needed, text otherwise. */
export class Month extends Identity {}

/** The rows of a table, each an object of its cells. */
export class Rows extends Array {}

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

/** Of the house: written behind moments. */
const ZONE = "+08:00";

// ---- values ----

// In microseconds.
const DAY = 864e8;
const NUMBER = /^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?$/s;
export const TIME = /^T?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?$/;
// The server's notion of a blank, which is not that of \s.
const SPACE = /(?:[^\S\ufeff]|[\x1c-\x1f\x85])+/;

export const words = (text) => text.split(SPACE).filter(Boolean);
export function strip(text) {
  let low = 0, high = text.length;
  while (low < high && SPACE.test(text[low])) low++;
  while (low < high && SPACE.test(text[high - 1])) high--;
  return text.slice(low, high);
}
export const points = (text) => Array.from(text);
export const cell = (row, name) => (Object.hasOwn(row, name) ? row[name] : "");
export const each = (value) => (Array.isArray(value) ? Array.from(value) : [value]);
export const blank = (value) => value === "" || (value instanceof Identity && !value.text);

/** A list stands for its first item where one value is wanted. */
export function first(value) {
  while (Array.isArray(value)) {
    if (value instanceof Rows) return value.length ? " " : "";
    value = value.length ? value[0] : "";
  }
  return value;
}

export function toNumber(value) {
  if (typeof value === "number") return value;
  if (typeof value === "string") return NUMBER.test((value = strip(value))) ? Number(value) : NaN;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof Day) return value.days;
  if (value instanceof Moment) return value.days + value.micro / DAY;
  if (value instanceof Month) return toDate(value)?.days ?? NaN;
  return Array.isArray(value) ? toNumber(first(value)) : NaN;
}

export function toText(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  if (value instanceof Day) return civil(value).toISOString().slice(0, 10);
  if (value instanceof Moment) return civil(value).toISOString().slice(0, -1) + ZONE;
  if (value instanceof Identity) return value.text;
  return Array.isArray(value) ? toText(first(value)) : "";
}

/** The shortest digits that read back, never an exponent; '' for what is no number. */
function numberText(number) {
  if (!Number.isFinite(number)) return "";
  const [digits, power] = String(number).split("e");
  if (!power) return digits;
  const [, sign, whole, part = ""] = /^(-?)(\d)(?:\.(\d+))?$/.exec(digits);
  return power > 0
    ? sign + (whole + part).padEnd(Number(power) + 1, "0")
    : `${sign}0.${"0".repeat(-power - 1)}${whole}${part}`;
}

/** Also what a condition asks: whether it holds. */
export function toBoolean(value) {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0 && value === value;
  return Array.isArray(value) ? value.length > 0 : !blank(value);
}

/** The JSON of a result: dates as text, no number as ''. */
export function plain(value) {
  value = first(value);
  if (typeof value === "boolean") return value;
  return typeof value === "number" && Number.isFinite(value) ? value + 0 : toText(value);
}

/** `=`: booleans first, then numbers, else texts; a list equals what one of its items equals. */
function equal(one, other) {
  if (Array.isArray(one) || Array.isArray(other)) return anyPair(one, other, equal);
  if (typeof one === "boolean" || typeof other === "boolean") return toBoolean(one) === toBoolean(other);
  if (typeof one !== "number" && typeof other !== "number") return toText(one) === toText(other);
  const left = toNumber(one), right = toNumber(other);
  return left === right || Math.abs(left - right) < 1e-12;
}
const unequal = (one, other) =>
  Array.isArray(one) || Array.isArray(other) ? anyPair(one, other, unequal) : !equal(one, other);

function anyPair(one, other, holds) {
  const [left, right] = [one, other].map((v) => (v instanceof Rows ? [first(v)] : each(v)));
  if (!left.length || !right.length) return holds(first(one), first(other));
  return left.some((a) => right.some((b) => holds(a, b)));
}

// ---- dates: Date only counts, and only by its UTC half ----

const civil = (value) => new Date(value.days * 864e5 + Math.floor((value.micro || 0) / 1000));
/** 0001-01-01 to 9999-12-31. */
const inYears = (days) => days >= -719162 && days <= 2932896;

function dayOf(year, month, day) {
  const found = new Date(0);
  const days = found.setUTCFullYear(year, month - 1, day) / 864e5;
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day && inYears(days) ? new Day(days) : null;
}

/** The day in the house's zone, where a time of day is written behind it. */
function dateOf(text) {
  const found = DATE.exec(text), day = found && dayOf(...found.slice(1, 4).map(Number));
  if (!day || !found[4]) return day;
  const moment = withTime(day.days, found[4]);
  return moment && new Day(moment.days);
}

/** A civil date of a date, a moment, ISO text or a number of days; null for anything else. */
export function toDate(value) {
  value = first(value);
  if (value instanceof Day) return value;
  if (value instanceof Moment) return new Day(value.days);
  if (typeof value === "string" || value instanceof Identity) {
    return dateOf(value instanceof Month ? `${value.text}-01` : strip(toText(value)));
  }
  const days = typeof value === "number" ? Math.floor(value) : NaN;
  return inYears(days) ? new Day(days + 0) : null;
}

/** A civil moment; a date is its midnight, a number its day and part of the day, by milliseconds. */
export function toMoment(value) {
  value = first(value);
  if (value instanceof Moment) return value;
  const text = typeof value === "string" ? strip(value) : "", at = text.indexOf("T");
  if (at >= 0) {
    const day = dateOf(text.slice(0, at));
    return day && withTime(day.days, text.slice(at));
  }
  const day = toDate(value);
  if (typeof value === "number" && day) {
    const part = (value - day.days) * DAY, low = Math.floor(part), over = part - low;
    // As timedelta rounds.
    const micro = over > 0.5 || (over === 0.5 && low % 2) ? low + 1 : low;
    return momentOf(day.days, Math.floor((micro + 500) / 1000) * 1000);
  }
  return day && new Moment(day.days, 0);
}

function momentOf(days, micro) {
  days += Math.floor(micro / DAY);
  return inYears(days) ? new Moment(days, micro - Math.floor(micro / DAY) * DAY) : null;
}

/** A zone other than the house's is brought to it. */
function withTime(days, text) {
  const found = TIME.exec(text);
  if (!found || found[1] > 23 || found[2] > 59 || found[3] > 59) return null;
  const seconds = found[1] * 3600 + found[2] * 60 + Number(found[3] || 0);
  const micro = seconds * 1e6 + Number((found[4] || "").padEnd(6, "0"));
  return momentOf(days, micro + offset(ZONE) - offset(found[5] || ZONE));
}

function offset(zone) {
  const minutes = zone === "Z" ? 0 : zone.slice(1, 3) * 60 + Number(zone.slice(-2));
  return (zone[0] === "-" ? -1 : 1) * minutes * 6e7;
}

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
