/**
 * The expression language in the browser. The server alone parses; its tree becomes closures here and
 * gives the values that forms_catalog/expressions (running.py, values.py, functions/) gives. Whatever
 * this side cannot say for certain throws Unknown, and the page leaves the server's result alone.
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

/** What an expression may ask while it runs; a page gives it its answers through a subclass. */
export class Environment {
  constructor(now, own = "") {
    Object.assign(this, { now, own, position: 1, item: {}, limit: 100_000, log: { steps: 0, warnings: [] } });
  }
  name() { return ""; }
  cells(name) { return this.name(name); }
  column(name) { return cell(this.item, name); }
  label(value) { return value; }
  rowsOf() { return []; }
  within(item, position) { return Object.assign(Object.create(this), { item, position }); }
  step() { if (++this.log.steps > this.limit) throw new Unknown("steps"); }
  warn(code) { if (!this.log.warnings.includes(code)) this.log.warnings.push(code); }
}

/** Written behind moments; the house sets it from its time zone. */
export const house = { zone: "+08:00" };

// ---- values ----

const DAY = 864e8; // microseconds
const NUMBER = /^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?$/s;
const TIME = /^T?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?$/;
// The server's notion of a blank, which is not that of \s.
const SPACE = /[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

const words = (text) => text.split(SPACE).filter(Boolean);
function strip(text) {
  let low = 0, high = text.length;
  while (low < high && SPACE.test(text[low])) low++;
  while (low < high && SPACE.test(text[high - 1])) high--;
  return text.slice(low, high);
}
const points = (text) => Array.from(text);
const cell = (row, name) => (Object.hasOwn(row, name) ? row[name] : "");
const each = (value) => (Array.isArray(value) ? Array.from(value) : [value]);
const blank = (value) => value === "" || (value instanceof Identity && !value.text);

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
  if (value instanceof Moment) return civil(value).toISOString().slice(0, -1) + house.zone;
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
export { toBoolean as truth };

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
const inYears = (days) => days >= -719162 && days <= 2932896; // 0001-01-01 to 9999-12-31

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
    const micro = over > 0.5 || (over === 0.5 && low % 2) ? low + 1 : low; // as timedelta rounds
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
  return momentOf(days, micro + offset(house.zone) - offset(found[5] || house.zone));
}

function offset(zone) {
  const minutes = zone === "Z" ? 0 : zone.slice(1, 3) * 60 + Number(zone.slice(-2));
  return (zone[0] === "-" ? -1 : 1) * minutes * 6e7;
}

/** The part of its day that a moment or a time of day has passed; NaN for anything else. */
function partOfDay(value) {
  value = first(value);
  if (value instanceof Moment) return toNumber(value) - value.days;
  const text = typeof value === "string" || value instanceof Identity ? strip(toText(value)) : "";
  const found = TIME.exec(text.slice(text.lastIndexOf("T") + 1));
  if (!found || found[1] > 23 || found[2] > 59) return NaN;
  return (found[1] * 3600 + found[2] * 60 + Number(found[3] || 0)) / 86400;
}

const two = (number) => String(number).padStart(2, "0");
const PARTS = {
  "%": () => "%",
  Y: (at) => String(at.getUTCFullYear()).padStart(4, "0"),
  y: (at) => two(at.getUTCFullYear() % 100),
  m: (at) => two(at.getUTCMonth() + 1),
  n: (at) => at.getUTCMonth() + 1,
  b: (at) => `${at.getUTCMonth() + 1}月`,
  d: (at) => two(at.getUTCDate()),
  e: (at) => at.getUTCDate(),
  H: (at) => two(at.getUTCHours()),
  h: (at) => at.getUTCHours(),
  M: (at) => two(at.getUTCMinutes()),
  S: (at) => two(at.getUTCSeconds()),
  3: (at) => String(at.getUTCMilliseconds()).padStart(3, "0"),
  a: (at) => `周${"日一二三四五六"[at.getUTCDay()]}`,
  W: (at) => {
    const saturday = new Date(at.getTime() + (6 - at.getUTCDay()) * 864e5);
    const start = new Date(0).setUTCFullYear(saturday.getUTCFullYear(), 0, 1);
    return 1 + Math.floor((saturday - start) / 6048e5);
  },
};

function formatted(env, value, pattern) {
  const moment = dated(env, value, toMoment);
  if (moment === "") return "";
  return toText(pattern).replace(/%(.?)/gsu, (all, sign) => PARTS[sign]?.(civil(moment)) ?? all);
}

function dated(env, value, convert) {
  const found = convert(value);
  if (!found && toText(value) !== "") env.warn("expression.bad-date");
  return found ?? "";
}

// ---- numbers ----

/** Decimal half up, ties towards +infinity, of the shortest digits (1.005 to 2 gives 1.01). */
function rounded(number, digits) {
  if (!Number.isFinite(number) || Math.abs(digits) > 30) return number;
  const [, sign, whole, part = "", power] = /^(-?)(\d)(?:\.(\d+))?e(.*)$/.exec(number.toExponential());
  const drop = part.length - power - digits; // decimals beyond the wanted ones
  if (drop <= 0) return number;
  const unit = 10n ** BigInt(drop), twice = 2n * BigInt(sign + whole + part) + unit;
  const down = twice / (2n * unit);
  return Number(`${twice < 0n && twice % (2n * unit) ? down - 1n : down}e${-digits}`);
}

/** An index: towards zero, 0 when it is no number. */
function whole(value) {
  const number = toNumber(value);
  return Math.abs(number) < 1e9 ? Math.trunc(number) : 0;
}

const figures = (values) => values.flatMap(each).map(toNumber).filter((number) => number === number);

/** What is lost in adding is carried along, as Python's sum does (Neumaier). */
function total(numbers) {
  let found = 0, lost = 0;
  for (const number of numbers) {
    const next = found + number;
    lost += Math.abs(found) >= Math.abs(number) ? found - next + number : number - next + found;
    found = next;
  }
  return Number.isFinite(lost) ? found + lost : found;
}

/** Whole powers by multiplying, the same on every machine; others differ in the last digit. */
function power(env, base, exponent) {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 1024) {
    if (base !== base || exponent !== exponent) return base === 1 ? 1 : NaN;
    throw new Unknown("pow");
  }
  let found = 1;
  for (let left = Math.abs(exponent), square = base; left; left = Math.floor(left / 2), square *= square)
    if (left % 2) found *= square;
  if (exponent < 0) found = 1 / found;
  return Number.isFinite(found) || !Number.isFinite(base) ? found : noNumber(env);
}

const between = (held, least, most) => (least < 0 || held >= least) && (most < 0 || held <= most);

// ---- patterns: RE2 on the server, RegExp here; only what both read alike and what cannot run away ----

const ATOM = String.raw`\\[dDwWsS]|\\[tnrfv]|\\x\{[0-9A-Fa-f]{1,6}\}|\\[^\w\x80-\u{10ffff}]`;
const PIECE = new RegExp(
  String.raw`(?:(\((?:\?:)?)|(\|)|(\[\^?-?(?:(?:${ATOM}|[^\\\[\]-])(?:-(?:${ATOM}|[^\\\[\]-]))?)*-?\]|[)]|${ATOM}|[^\\()\[\]{}|*+?]))` +
    String.raw`([*+?]\??|\{(\d+)(,?)(\d*)\}\??)?`, "guy");
const BLANKS = String.raw`\t\n\f\r `;
const PATTERNS = new Map();

/** A piece as RegExp says it; `.`, `\s`, `\x{...}` and the signs that may be escaped differ. */
function translated(piece) {
  if (piece === ".") return String.raw`[^\n]`;
  if (piece === "\\S") return `[^${BLANKS}]`;
  const inside = piece[0] === "[";
  if (inside && piece.includes("\\S")) throw new Unknown("pattern");
  return piece.replace(/\\(?:x(\{.*?\})|([\s\S]))/gu, (all, code, sign) => {
    if (code) return `\\u${code}`;
    if (sign === "s") return inside ? BLANKS : `[${BLANKS}]`;
    return /[\w^$\\.*+?()[\]{}|/]/.test(sign) || (inside && sign === "-") ? all : sign;
  });
}

/** The pattern, and what each of its choices adds to the ways a text can be tried. */
function read(source) {
  let made = "", at = 0;
  const groups = [false], spans = []; // a group that holds a choice must not be repeated
  for (const [all, open, bar, piece, often = "", low, comma, high] of source.matchAll(PIECE)) {
    let choice = Boolean(bar);
    at += all.length;
    if (open) groups.push(false);
    if (piece === ")") choice = groups.pop();
    const least = low ? Number(low) : Number(often[0] === "+");
    const most = low ? Number(comma ? high || Infinity : low) : often[0] === "?" || !often ? 1 : Infinity;
    if (often && most > 1 && choice) throw new Unknown("pattern");
    if (Math.max(least, Number.isFinite(most) ? most : 0) * source.length > 3000) throw new Unknown("pattern");
    if (bar || (often && least !== most)) {
      choice = true;
      spans.push(bar ? [0, 1] : [least, most]);
    }
    if (!groups.length) throw new Unknown("pattern");
    if (choice) groups[groups.length - 1] = true;
    made += (open || bar || translated(piece)) + often;
  }
  if (at !== source.length || groups.length > 1) throw new Unknown("pattern");
  return { matcher: new RegExp(`^(?:${made})$`, "u"), spans };
}

function matches(text, source) {
  if (!PATTERNS.has(source)) {
    try {
      PATTERNS.set(source, read(source));
    } catch {
      PATTERNS.set(source, null);
    }
  }
  const found = PATTERNS.get(source);
  const ways = found?.spans.reduce((n, [least, most]) => n * (Math.max(Math.min(most, text.length) - least, 0) + 1), 1);
  if (!found || ways > 1e6) throw new Unknown("pattern");
  return found.matcher.test(text);
}

// ---- functions ----

const MANY = 1000;

function short(text) {
  if (text.length > 100_000 && points(text).length > 100_000) throw new Unknown("length");
  return text;
}

const texts = (values) => values.flatMap(each).map(toText);
const own = (env, values) => (values.length ? values[0] : env.own);

function substr(text, start, ...end) {
  const said = points(toText(text)), size = said.length;
  let low = whole(start), high = end.length ? whole(end[0]) : size;
  if (low < 0) low += size;
  if (high < 0) high += size;
  return said.slice(Math.max(low, 0), Math.max(Math.min(high, size), 0)).join("");
}

function translate(text, old, now) {
  const to = points(toText(now)), table = new Map();
  points(toText(old)).forEach((letter, at) => table.has(letter) || table.set(letter, to[at] ?? ""));
  return points(toText(text)).map((letter) => table.get(letter) ?? letter).join("");
}

function parted(text, mark, side) {
  const said = toText(text), sign = toText(mark), at = said.indexOf(sign);
  return at < 0 ? "" : side ? said.slice(at + sign.length) : said.slice(0, at);
}

function selected(chosen, code) {
  const wanted = strip(toText(code));
  return wanted !== "" && words(toText(chosen)).includes(wanted);
}

/** name: fewest arguments, most, what it does. What is not here is the server's. */
export const FUNCTIONS = {
  today: [0, 0, (env) => new Day(env.now.days)],
  now: [0, 0, (env) => env.now],
  date: [1, 1, (env, value) => dated(env, value, toDate)],
  "date-time": [1, 1, (env, value) => dated(env, value, toMoment)],
  "decimal-date-time": [1, 1, (env, value) => toNumber(toMoment(value) ?? NaN)],
  "decimal-time": [1, 1, (env, value) => partOfDay(value)],
  "format-date": [2, 2, formatted],
  "format-date-time": [2, 2, formatted],
  number: [0, 1, (env, ...value) => toNumber(own(env, value))],
  int: [1, 1, (env, value) => { const n = Math.trunc(toNumber(value)); return Number.isFinite(n) ? n : NaN; }],
  round: [1, 2, (env, value, digits = 0) => rounded(toNumber(value), whole(digits))],
  abs: [1, 1, (env, value) => Math.abs(toNumber(value))],
  pow: [2, 2, (env, base, exponent) => power(env, toNumber(base), toNumber(exponent))],
  sum: [1, MANY, (env, ...values) => total(figures(values))],
  min: [1, MANY, (env, ...values) => figures(values).reduce((a, b) => (a === "" || b < a ? b : a), "")],
  max: [1, MANY, (env, ...values) => figures(values).reduce((a, b) => (a === "" || b > a ? b : a), "")],
  count: [1, 1, (env, value) => (Array.isArray(value) ? value.length : Number(!blank(value)))],
  "count-non-empty": [1, 1, (env, value) =>
    each(value).filter((item) => !blank(item) && (item.constructor !== Object || Object.keys(item).length)).length],
  checklist: [2, MANY, (env, least, most, ...values) =>
    between(values.flatMap(each).filter(toBoolean).length, toNumber(least), toNumber(most))],
  "weighted-checklist": [2, MANY, (env, least, most, ...pairs) => {
    const held = total(pairs.filter((weight, at) => at % 2 && toBoolean(pairs[at - 1])).map(toNumber));
    return toNumber(least) <= held && held <= toNumber(most);
  }],
  boolean: [1, 1, (env, value) => toBoolean(value)],
  not: [1, 1, (env, value) => !toBoolean(value)],
  true: [0, 0, () => true],
  false: [0, 0, () => false],
  position: [0, 1, (env) => env.position],
  concat: [0, MANY, (env, ...values) => short(texts(values).join(""))],
  join: [1, MANY, (env, mark, ...values) => short(texts(values).join(toText(mark)))],
  "string-length": [0, 1, (env, ...value) => points(toText(own(env, value))).length],
  contains: [2, 2, (env, text, part) => toText(text).includes(toText(part))],
  "starts-with": [2, 2, (env, text, part) => toText(text).startsWith(toText(part))],
  "ends-with": [2, 2, (env, text, part) => toText(text).endsWith(toText(part))],
  substr: [2, 3, (env, ...values) => substr(...values)],
  "substring-before": [2, 2, (env, text, mark) => parted(text, mark, 0)],
  "substring-after": [2, 2, (env, text, mark) => parted(text, mark, 1)],
  "normalize-space": [0, 1, (env, ...value) => words(toText(own(env, value))).join(" ")],
  translate: [3, 3, (env, ...values) => translate(...values)],
  regex: [2, 2, (env, text, pattern) => matches(toText(text), toText(pattern))],
  string: [0, 1, (env, ...value) => toText(own(env, value))],
  "boolean-from-string": [1, 1, (env, value) => ["1", "true"].includes(toText(value).toLowerCase())],
  selected: [2, 2, (env, chosen, code) => selected(chosen, code)],
  "count-selected": [1, 1, (env, chosen) => words(toText(chosen)).length],
  "selected-at": [2, 2, (env, chosen, index) => {
    const at = toNumber(index);
    return at >= 0 ? words(toText(chosen))[Math.trunc(at)] ?? "" : "";
  }],
  coalesce: [2, 2, (env, one, other) => { one = first(one); return blank(one) || one !== one ? other : one; }],
};

// ---- trees ----

/** The closure of a tree: `run(env)` gives its value. */
export function compile(node) {
  return Object.hasOwn(MAKERS, node.op) ? MAKERS[node.op](node) : arithmetic(node);
}

const partsOf = (node) => (node.args || []).map(compile);

function unevaluated(env) {
  env.warn("expression.not-evaluated");
  return "";
}

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

const noNumber = (env) => {
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
  const [low, high, known] = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : [0, -1];
  if (args.length < low || args.length > high)
    return () => { throw new Unknown(name); };
  const parts = args.map(CELLS.has(name) ? cells : compile), [one, other] = parts;
  if (parts.length === 2) return (env) => (env.step(), known(env, one(env), other(env)));
  return (env) => (env.step(), known(env, ...parts.map((part) => part(env))));
}

/** Aggregates see every cell of a column, also when they are asked inside a row. */
const CELLS = new Set(["sum", "min", "max", "count", "count-non-empty", "join"]);
const cells = (node) => (node.op === "name" ? (env) => env.cells(node.value) : compile(node));

/** The question that a part names: `${q}`, `'${q}'`, a path. */
function named(node) {
  if (node.op !== "text" && node.op !== "name") return pathName(node);
  return strip(node.value.replace(/^\$\{/, "").replace(/\}$/, ""));
}

const SPECIAL = {
  if: (...args) => {
    const [when, then, other] = args.map(compile);
    return (env) => (toBoolean(when(env)) ? then(env) : other(env));
  },
  once: (value) => {
    const inner = compile(value);
    return (env) => (toText(env.own) === "" ? inner(env) : env.own);
  },
  "jr:choice-name": (value, question) => {
    const inner = compile(value), name = named(question);
    return (env) => env.label(toText(inner(env)), name);
  },
  "indexed-repeat": (cell, rows, index) => {
    const name = cell.op === "name" ? cell.value : pathName(cell), where = compile(index);
    return (env) => {
      env.step();
      const found = each(env.cells(name)), at = toNumber(where(env));
      return at >= 1 && at <= found.length ? found[Math.trunc(at) - 1] : "";
    };
  },
  pulldata: (...args) => {
    const [source, column, key, value] = args.map(compile);
    return (env) => {
      const wanted = toText(value(env)), field = toText(key(env)), out = toText(column(env));
      for (const row of wanted ? env.rowsOf(toText(source(env))) : []) {
        env.step();
        if (cell(row, field) === wanted) return cell(row, out);
      }
      return "";
    };
  },
  instance: () => unevaluated,
  current: () => unevaluated,
};

const isBase = (part) => part.op !== "step";

/** The question that `../x`, `current()/../x` or `/data/g/x` means: its last step; '' for others. */
function pathName(node) {
  const args = node.args || [], steps = args.filter((part) => !isBase(part)), last = steps.at(-1)?.value;
  const local = args.filter(isBase).every((part) => part.op === "call" && part.value === "current");
  const bare = steps.every((part) => !part.args);
  return local && bare && last && ![".", "..", "*"].includes(last) ? last : "";
}

function path(node) {
  const name = pathName(node), [base] = node.args, steps = node.args.filter((part) => !isBase(part));
  if (name) return (env) => env.name(name);
  if (base.op === "call" && base.value === "instance" && base.args?.length === 1) return instance(base, steps);
  if (base.value === "current" && steps.length === 1 && steps[0].value === ".") return (env) => env.own;
  return base.op !== "call" && steps.length === 1 && steps[0].value === ".." ? () => " " : unevaluated;
}

/** `instance('list')/root/item[...]/column`: the rows of a list, filtered, one column of each. */
function instance(base, steps) {
  const source = compile(base.args[0]), tests = steps.flatMap(partsOf);
  const column = steps.map((step) => step.value).filter((name) => !["root", "item", "."].includes(name)).at(-1);
  return (env) => {
    let rows = Array.from(env.rowsOf(toText(source(env))));
    for (const test of tests) rows = rows.filter((row, at) => kept(env, row, at + 1, test));
    return column ? rows.map((row) => cell(row, column)) : Rows.from(rows);
  };
}

function kept(env, row, number, test) {
  env.step();
  const value = test(env.within(row, number));
  return typeof value === "number" ? value === number : toBoolean(value);
}

const literal = (node) => () => node.value;
const MAKERS = {
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
  call,
  path,
  step: () => unevaluated,
  union: () => unevaluated,
};
