// What follows when nobody confirms, as rows: after how long, whom, by which notice. The text is saved.
import { form, offered } from "./rule-asking.js";
import { choose, make } from "./rule-controls.js";
import { whom } from "./recipients.js";

const UNITS = ["分钟", "小时", "天", "个工作日", "周", "个月"].map((one) => [one, one]);
const SPAN = /^(\d{1,4})\s*(分钟|小时|天|个工作日|周|个月)$/;

function read(line) {
  const [after = "", to = "", notice = ""] = line.split(/[：:]/).map((one) => one.trim());
  const [, number, unit] = after.match(SPAN) ?? [];
  return { number: number ?? "", unit: unit ?? "小时", to: to.split(/[\s,，、]+/).filter(Boolean), notice,
    good: !after || Boolean(number) };
}

const line = ({ number, unit, to, notice }) => `${number}${number && unit}：${to.join(" ")}：${notice}`;

/** Puts rows before the text; text that no row can show stays text. */
export async function steps(box) {
  let offer;
  try { offer = await offered(); } catch { return; }
  const rows = box.value.split("\n").filter((one) => one.trim()).map(read);
  if (rows.some((one) => !one.good)) return;
  const place = make("div", { class: "steps" });
  const write = () => {
    box.value = rows.map(line).join("\n");
    for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const row = (one, at) => {
    const span = make("input", { type: "text", inputmode: "numeric", "aria-label": "过多久", autocomplete: "off",
      oninput: () => { one.number = span.value.trim(); write(); } });
    span.value = one.number;
    const unit = choose(UNITS, one.unit, "单位", (words) => { one.unit = words; write(); });
    const notice = choose(offer.choices.notice, one.notice, "用哪个通知", (code) => { one.notice = code; write(); });
    return make("li", {}, make("p", { class: "rule__line" }, make("span", {}, "过"), span, unit, make("span", {}, "还没人确认，用"), notice,
      make("button", { type: "button", class: "button button-small button-secondary",
        onclick: () => { rows.splice(at, 1); draw(); write(); } }, "去掉这一步")),
      make("div", { class: "recipients" }, ...whom(offer.people, one.to, "告诉谁", write)));
  };
  const draw = () => place.replaceChildren(make("ol", { class: "steps__list", "aria-label": "没人确认时" }, ...rows.map(row)),
    make("button", { type: "button", class: "button button-small button-secondary",
      onclick: () => { rows.push(read("")); draw(); } }, "加一步"));
  draw();
  const text = make("details", { class: "rule__text" }, make("summary", {}, "高级：用代码写"));
  box.before(place, text);
  text.append(box);
}
