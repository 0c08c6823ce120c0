// A form with data-keep asks before what was written in it is left behind.
for (const form of document.querySelectorAll("form[data-keep]")) {
  let written = false;
  form.addEventListener("input", () => (written = true));
  form.addEventListener("submit", () => (written = false));
  window.addEventListener("beforeunload", (event) => {
    if (written) event.preventDefault();
  });
}
