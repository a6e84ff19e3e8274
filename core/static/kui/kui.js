/* KUI's own few lines of JavaScript. Every page works without them. */
(function () {
  "use strict";
  var doc = document;

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
