// Puts a placeholder where the cursor was last in a text that takes some.
let last = null;
const takes = (box) => box instanceof HTMLTextAreaElement && box.dataset.placeholders;

document.addEventListener("focusin", (event) => {
  if (takes(event.target)) last = event.target;
});
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-insert]");
  if (!chip) return;
  const box = last?.isConnected ? last : document.querySelector("textarea[data-placeholders]");
  if (!box) return;
  box.setRangeText(chip.dataset.insert, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("change", { bubbles: true }));
  box.focus();
});
