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

  /* Text is kept as a draft on the server while one types. data-draft is the address, data-form the form's name. One
     call at a time, so that no older text comes after a newer one, and none once the form is sent: it would come back. */
  var drafts = new WeakMap();
  function draftOf(field) {
    if (!drafts.has(field)) { drafts.set(field, {}); }
    return drafts.get(field);
  }
  function eachDraft(form, act) { form.querySelectorAll("[data-draft]").forEach(act); }
  function keep(field, leaving) {
    var draft = draftOf(field), token = JSON.parse(doc.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
    var body = new URLSearchParams({ form: field.dataset.form || field.name, text: field.value });
    if (draft.call && !leaving) { draft.again = true; return; }
    draft.again = false;
    draft.call = new AbortController();
    fetch(field.dataset.draft, {
      method: "POST", body: body, keepalive: !!leaving, signal: draft.call.signal,
      headers: { "X-CSRFToken": token, "HX-Request": "true" }
    }).then(function (answer) {
      var told = doc.getElementById(field.dataset.told || "");
      if (told && answer.ok) { return answer.text().then(function (words) { told.textContent = words; }); }
    }).catch(function () {}).then(function () {
      draft.call = null;
      if (draft.again) { keep(field); }
    });
  }
  function keepSoon(field) {
    var draft = draftOf(field);
    window.clearTimeout(draft.timer);
    draft.timer = window.setTimeout(function () { draft.timer = 0; keep(field); }, 1500);
  }
  function keepNoMore(field) {
    var draft = draftOf(field);
    window.clearTimeout(draft.timer);
    draft.timer = 0;
    draft.again = false;
    if (draft.call) { draft.call.abort(); }
  }
  doc.addEventListener("input", function (event) {
    if (event.target.dataset && event.target.dataset.draft) { keepSoon(event.target); }
  });
  doc.addEventListener("submit", function (event) {
    if (!event.defaultPrevented && event.target.method === "post") { eachDraft(event.target, keepNoMore); }
  });
  doc.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.elt.matches("form")) { eachDraft(event.detail.elt, keepNoMore); }
  });
  /* What could not be sent still stands in its box. */
  doc.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.failed && event.detail.elt.matches("form")) {
      eachDraft(event.detail.elt, function (field) { if (field.isConnected && field.value) { keepSoon(field); } });
    }
  });
  window.addEventListener("pagehide", function () {
    eachDraft(doc, function (field) {
      var draft = draftOf(field);
      if (draft.timer || draft.again) { keep(field, true); }
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
