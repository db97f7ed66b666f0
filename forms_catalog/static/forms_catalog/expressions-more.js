/**
 * The rest of the expression language: what few forms use, so that the others need not carry it. Loaded,
 * it enters itself into the tables of expressions.js; a page waits for it before it makes a tree.
 */

import {
  cells, compile, dated, formatted, FUNCTIONS, MAKERS, MANY, noNumber, own, partsOf, short, SPECIAL, texts, total,
  whole,
} from "./expressions.js";
import {
  blank, cell, each, first, Identity, Moment, points, Rows, strip, TIME, toBoolean, toMoment, toNumber, toText, Unknown,
  words,
} from "./values.js";

// ---- moments and numbers ----

/** The part of its day that a moment or a time of day has passed; NaN for anything else. */
function partOfDay(value) {
  value = first(value);
  if (value instanceof Moment) return toNumber(value) - value.days;
  const text = typeof value === "string" || value instanceof Identity ? strip(toText(value)) : "";
  const found = TIME.exec(text.slice(text.lastIndexOf("T") + 1));
  if (!found || found[1] > 23 || found[2] > 59) return NaN;
  return (found[1] * 3600 + found[2] * 60 + Number(found[3] || 0)) / 86400;
}

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

// ---- texts ----

function translate(text, old, now) {
  const to = points(toText(now)), table = new Map();
  points(toText(old)).forEach((letter, at) => table.has(letter) || table.set(letter, to[at] ?? ""));
  return points(toText(text)).map((letter) => table.get(letter) ?? letter).join("");
}

function parted(text, mark, side) {
  const said = toText(text), sign = toText(mark), at = said.indexOf(sign);
  return at < 0 ? "" : side ? said.slice(at + sign.length) : said.slice(0, at);
}

Object.assign(FUNCTIONS, {
  "date-time": [1, 1, (env, value) => dated(env, value, toMoment)],
  "decimal-date-time": [1, 1, (env, value) => toNumber(toMoment(value) ?? NaN)],
  "decimal-time": [1, 1, (env, value) => partOfDay(value)],
  "format-date-time": [2, 2, formatted],
  round: [1, 2, (env, value, digits = 0) => rounded(toNumber(value), whole(digits))],
  abs: [1, 1, (env, value) => Math.abs(toNumber(value))],
  pow: [2, 2, (env, base, exponent) => power(env, toNumber(base), toNumber(exponent))],
  "count-non-empty": [1, 1, (env, value) =>
    each(value).filter((item) => !blank(item) && (item.constructor !== Object || Object.keys(item).length)).length, cells],
  checklist: [2, MANY, (env, least, most, ...values) =>
    between(values.flatMap(each).filter(toBoolean).length, toNumber(least), toNumber(most))],
  "weighted-checklist": [2, MANY, (env, least, most, ...pairs) => {
    const held = total(pairs.filter((weight, at) => at % 2 && toBoolean(pairs[at - 1])).map(toNumber));
    return toNumber(least) <= held && held <= toNumber(most);
  }],
  position: [0, 1, (env) => env.position],
  join: [1, MANY, (env, mark, ...values) => short(texts(values).join(toText(mark))), cells],
  "ends-with": [2, 2, (env, text, part) => toText(text).endsWith(toText(part))],
  "substring-before": [2, 2, (env, text, mark) => parted(text, mark, 0)],
  "substring-after": [2, 2, (env, text, mark) => parted(text, mark, 1)],
  "normalize-space": [0, 1, (env, ...value) => words(toText(own(env, value))).join(" ")],
  translate: [3, 3, (env, ...values) => translate(...values)],
  regex: [2, 2, (env, text, pattern) => matches(toText(text), toText(pattern))],
  "boolean-from-string": [1, 1, (env, value) => ["1", "true"].includes(toText(value).toLowerCase())],
  "selected-at": [2, 2, (env, chosen, index) => {
    const at = toNumber(index);
    return at >= 0 ? words(toText(chosen))[Math.trunc(at)] ?? "" : "";
  }],
});

// ---- trees ----

function unevaluated(env) {
  env.warn("expression.not-evaluated");
  return "";
}

/** The question that a part names: `${q}`, `'${q}'`, a path. */
function named(node) {
  if (node.op !== "text" && node.op !== "name") return pathName(node);
  return strip(node.value.replace(/^\$\{/, "").replace(/\}$/, ""));
}

Object.assign(SPECIAL, {
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
});

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

Object.assign(MAKERS, { path, step: () => unevaluated, union: () => unevaluated });
