// A form goes out once: a second press while the first is on its way is not a second deed.
const PATIENCE = 5000; // milliseconds, in case the first got lost

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, PATIENCE);
});
