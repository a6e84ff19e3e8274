// Warns five minutes before the session ends, and stays out of the way otherwise.
// The server is asked how long is left (asking does not prolong it), so several tabs agree.
(function () {
  const WARN = 300;
  const box = document.getElementById("session-warning");
  if (!box) { return; }
  const soon = box.querySelector("[data-soon]");
  const over = box.querySelector("[data-over]");
  const form = box.querySelector("form");
  let timer, gone = false;

  function plan(seconds) {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, Math.min(Math.max(seconds, 1), 3600) * 1000);
  }
  function show(left) {
    const ended = left <= 0;
    box.hidden = left > WARN;
    soon.hidden = ended;
    form.hidden = ended;
    over.hidden = !ended;
    const news = ended && !gone;
    gone = ended;
    if (news) { document.dispatchEvent(new Event("session-ended")); }
    if (!ended) { plan(left > WARN ? left - WARN : Math.min(left + 1, 30)); }
  }
  async function ask() {
    try {
      const answer = await fetch(box.dataset.leftUrl, {headers: {Accept: "application/json"}, redirect: "manual"});
      const said = answer.ok ? await answer.json() : {left: 0};
      // Somebody else who signed in on this computer is not who wrote what stands in this page.
      if (gone && said.left > 0 && said.who === box.dataset.who) {
        document.dispatchEvent(new CustomEvent("session-back", {detail: said}));
      }
      show(said.who === box.dataset.who ? said.left : 0);
    } catch (error) {
      plan(60);
    }
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const answer = await fetch(box.dataset.extendUrl, {
      method: "POST", body: new FormData(form), headers: {Accept: "application/json"}, redirect: "manual",
    });
    if (answer.ok) { ask(); } else { show(0); }
  });
  document.addEventListener("session-ended", () => { if (!gone) { show(0); } });
  document.addEventListener("session-back", (event) => { show(event.detail.left); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { ask(); } });
  show(Number(box.dataset.left));
})();
