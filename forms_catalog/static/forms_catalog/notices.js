// Puts a placeholder where the cursor was last in a text that takes some; a recipient on a line of its own.
let last = null;
const takes = (box) => box instanceof HTMLTextAreaElement && box.dataset.placeholders;

const textBox = () =>
  last?.isConnected ? last : document.querySelector("textarea[data-placeholders]");

function addLine(box, text) {
  const lines = box.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!lines.includes(text)) box.value = [...lines, text].join("\n");
}

document.addEventListener("focusin", (event) => {
  if (takes(event.target)) last = event.target;
});
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-insert]");
  if (!chip) return;
  const own = chip.closest("[data-line]");
  const box = own ? document.getElementsByName(own.dataset.line)[0] : textBox();
  if (!box) return;
  if (own) addLine(box, chip.dataset.insert);
  else box.setRangeText(chip.dataset.insert, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("change", { bubbles: true }));
  box.focus();
});
