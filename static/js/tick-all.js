// A tick box with data-ticks="name" ticks or clears every box of that name in its form; without it, tick one by one.
for (const all of document.querySelectorAll("[data-ticks]")) {
  const boxes = [...all.form.querySelectorAll(`input[name="${all.dataset.ticks}"]`)];
  const counter = all.form.querySelector("[data-ticked]");
  const look = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    if (counter) counter.textContent = ticked;
  };
  all.closest("[hidden]")?.removeAttribute("hidden");
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    look();
  });
  for (const box of boxes) box.addEventListener("change", look);
  look();
}
