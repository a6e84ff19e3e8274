/* KUI's own few lines of JavaScript. Every page works without them. */
(function () {
  "use strict";
  var doc = document;

  /* htmx writes down where one was, the words of a search with it, for a history that we do not use. */
  try { sessionStorage.removeItem("htmx-current-path-for-history"); } catch (refused) { /* nothing is kept then */ }

  /* "/" goes to the search box, Escape closes an open menu. */
  doc.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      var field = doc.querySelector("[data-hotkey='/']");
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    }
    if (event.key === "Escape") {
      doc.querySelectorAll("details.user-menu[open], details.menu-toggle[open]").forEach(function (box) {
        box.open = false;
        if (box.contains(doc.activeElement)) { box.querySelector("summary").focus(); }
      });
    }
  });
  doc.addEventListener("click", function (event) {
    doc.querySelectorAll("details.user-menu[open]").forEach(function (box) {
      if (!box.contains(event.target)) { box.open = false; }
    });
    var printer = event.target.closest("[data-print]");
    if (printer) { window.print(); }
    /* A "cancel" button of a form that was fetched into the page takes it out again. */
    var emptier = event.target.closest("[data-empty]");
    if (emptier) { doc.getElementById(emptier.dataset.empty).replaceChildren(); }
    /* A "close" button inside <details> folds it again. */
    var closer = event.target.closest("[data-close]");
    if (closer) { closer.closest("details").open = false; }
  });

  /* A form is sent once: the second click of a double click does nothing. The hidden submit_key guards the server too. */
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });
  window.addEventListener("pageshow", function () {
    doc.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  /* A filter form sends itself when a choice changes; the button is there for everyone else. */
  doc.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.tagName === "SELECT") { form.requestSubmit(); }
  });

  /* A choice with data-fills offers its option's data-text to an empty box, or in place of an untouched offer; never over
     what is written. The button data-template-of puts it beneath. Without a script the server does the same. */
  var offers = new WeakMap();
  function offer(select, beneath) {
    var field = doc.getElementById(select.dataset.fills), option = select.selectedOptions[0];
    var text = (option && option.dataset.text) || "", typed = field ? field.value.trim() : "";
    if (!field) { return; }
    if (!typed || typed === (offers.get(field) || "").trim()) { field.value = text; }
    else if (beneath && text && field.value.indexOf(text) < 0) { field.value = field.value.trimEnd() + "\n\n" + text; }
    else { return; }
    offers.set(field, text);
    /* A bare template is nobody's draft. */
    if (typed && field.value.trim() !== text.trim()) { field.dispatchEvent(new Event("input", { bubbles: true })); }
  }
  doc.addEventListener("change", function (event) {
    if (event.target.matches("select[data-fills]")) { offer(event.target, false); }
  });
  doc.addEventListener("click", function (event) {
    var button = event.target.closest("[data-template-of]");
    if (!button) { return; }
    event.preventDefault();
    var select = doc.getElementById(button.dataset.templateOf);
    offer(select, true);
    doc.getElementById(select.dataset.fills).focus();
  });

  /* A quick form opens in the page's one <dialog>; the server says "quick-done" when it is saved. */
  doc.addEventListener("htmx:afterSwap", function (event) {
    var box = event.detail.target;
    if (box && box.id === "quick" && box.innerHTML.trim() && !box.open) { box.showModal(); }
  });
  doc.addEventListener("quick-done", function () {
    var box = doc.getElementById("quick");
    /* Only closed: htmx is about to swap, and looks for its targets from the form that stands in here. */
    if (box) { box.close(); }
  });
  doc.addEventListener("click", function (event) {
    if (event.target.closest("[data-close-dialog]")) {
      var box = event.target.closest("dialog");
      if (box) { event.preventDefault(); box.close(); }
    }
  });

  /* Text is kept as a draft on the server while one types. data-draft is the address, data-form the form's name. */
  var timers = new WeakMap();
  function keep(field, leaving) {
    var token = JSON.parse(doc.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
    var body = new URLSearchParams({ form: field.dataset.form || field.name, text: field.value });
    fetch(field.dataset.draft, { method: "POST", body: body, keepalive: !!leaving, headers: { "X-CSRFToken": token, "HX-Request": "true" } })
      .then(function (answer) {
        var told = doc.getElementById(field.dataset.told || "");
        if (told && answer.ok) { answer.text().then(function (words) { told.textContent = words; }); }
      }).catch(function () {});
  }
  doc.addEventListener("input", function (event) {
    var field = event.target;
    if (!field.dataset || !field.dataset.draft) { return; }
    window.clearTimeout(timers.get(field));
    timers.set(field, window.setTimeout(function () { timers.delete(field); keep(field); }, 1500));
  });
  window.addEventListener("pagehide", function () {
    doc.querySelectorAll("[data-draft]").forEach(function (field) {
      if (timers.has(field) && !(field.form && field.form.dataset.sent)) { keep(field, true); }
    });
  });

  /* Screen readers hear what htmx did: the server says it in the HX-Trigger event "announce". */
  doc.addEventListener("announce", function (event) {
    var box = doc.getElementById("announce");
    if (box) { box.textContent = event.detail.value || ""; }
  });
  doc.addEventListener("htmx:afterSettle", function (event) {
    var target = event.detail.elt;
    if (!target || !target.querySelector) { return; }
    var field = target.matches("[autofocus]") ? target : target.querySelector("[autofocus], .is-invalid");
    if (field) { field.focus(); }
  });
  doc.addEventListener("htmx:responseError", function (event) {
    var status = event.detail.xhr.status;
    if (status === 401 || status === 403 || status === 404) { window.location.reload(); }
  });
})();
