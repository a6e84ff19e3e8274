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
      var more = !typing && event.target.closest("details.more[open]");
      if (more) { more.open = false; more.querySelector("summary").focus(); }
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
    if (emptier) { doc.getElementById(emptier.dataset.empty).replaceChildren(); toOpener(); }
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
  /* An act is done where it stands: the page fetches itself, so that rows, neighbours and counts are what a reload shows.
     The focus stays on its button, or goes to the receipt with the way back; the page does not jump. */
  doc.addEventListener("page-changed", function () {
    var box = doc.getElementById("quick"), had = doc.activeElement && doc.activeElement.id, top = window.scrollY;
    if (box && box.open) { box.close(); }
    window.htmx.ajax("GET", window.location.pathname + window.location.search, {
      target: "#page", select: "#page", swap: "outerHTML show:none"
    }).then(function () {
      var next = (had && doc.getElementById(had)) || doc.querySelector("#messages li");
      window.scrollTo({ top: top, behavior: "instant" });
      if (next) { next.focus({ preventScroll: true }); }
    });
  });
  doc.addEventListener("click", function (event) {
    if (event.target.closest("[data-close-dialog]")) {
      var box = event.target.closest("dialog");
      if (box) { event.preventDefault(); box.close(); }
    }
  });

  /* Text is kept as a draft on the server while one types (cases/drafts). data-draft is the address, data-form the form's
     name; the key under which it is kept is the form's submit_key or draft_key. It says "saved" when the server has said
     so, and otherwise at once that it is not, beside the text, which stays in the field; then it tries again. One call at
     a time, so that no older text comes after a newer one, and none once the form is sent: it would come back. */
  var drafts = new WeakMap(), unkept = new Set(), renewed = new Set();
  function draftOf(field) {
    if (!drafts.has(field)) { drafts.set(field, {}); }
    return drafts.get(field);
  }
  /* A form's own texts, those outside it that name it as theirs included; or every one of the page. */
  function eachDraft(where, act) {
    Array.from(where.elements || doc.querySelectorAll("[data-draft]")).forEach(function (field) {
      if (field.dataset.draft) { act(field); }
    });
  }
  function input(field, name) { return field.form && field.form.elements[name]; }
  function told(field, words) {
    var box = doc.getElementById(field.dataset.told || "");
    if (box) { box.textContent = words; }
  }
  function failed(field, why) {
    var id = field.id + "-unkept", box = doc.getElementById(id);
    if (!box) {
      box = doc.createElement("p");
      box.id = id; box.className = "invalid-feedback d-block"; box.setAttribute("role", "alert");
      field.insertAdjacentElement("afterend", box);
    }
    if (box.textContent !== field.dataset[why]) { box.textContent = field.dataset[why]; }
    told(field, "");
    unkept.add(field);
    if (why === "ended") { doc.dispatchEvent(new Event("session-ended")); }
    keepSoon(field, 10000);
  }
  function kept(field, answer) {
    var box = doc.getElementById(field.id + "-unkept");
    if (box) { box.remove(); }
    unkept.delete(field);
    renewed.delete(field);
    field.dataset.revision = answer.revision;
    ["submit_key", "draft_key"].forEach(function (name) { if (input(field, name)) { input(field, name).value = answer.key; } });
    told(field, answer.words);
  }
  function clearTimer(draft) {
    window.clearTimeout(draft.timer);
    draft.timer = 0;
  }
  function keepSoon(field, ms) {
    var draft = draftOf(field);
    clearTimer(draft);
    draft.timer = window.setTimeout(function () { keep(field); }, ms);
  }
  function keepNoMore(field) {
    var draft = draftOf(field);
    clearTimer(draft);
    draft.again = false;
    unkept.delete(field);
    if (draft.call) { draft.call.abort(); }
  }
  /* Whether the session stands: "ended" when it is over, or somebody else's; "unkept" when nobody answers; otherwise nothing,
     and the page has the token of the session as it is now, for it may have begun anew in another window. */
  function whatStops() {
    var box = doc.getElementById("session-warning"), call = new AbortController();
    window.setTimeout(function () { call.abort(); }, 10000);
    return fetch(box.dataset.leftUrl, {
      headers: { Accept: "application/json" }, redirect: "manual", signal: call.signal
    }).then(function (answer) {
      if (!answer.ok) { return answer.type === "opaqueredirect" ? "ended" : answer.status < 500 ? "" : "unkept"; }
      return answer.json().then(function (said) {
        if (said.who !== box.dataset.who) { return "ended"; }
        doc.dispatchEvent(new CustomEvent("session-back", { detail: said }));
        return "";
      });
    }).catch(function () { return "unkept"; });
  }
  /* Refused: the session is over, or the token is an older one's; then once more. */
  function whose(field) {
    if (renewed.has(field)) { failed(field, "refused"); return; }
    renewed.add(field);
    unkept.add(field);
    return whatStops().then(function (why) {
      if (why) { renewed.delete(field); failed(field, why); }
    });
  }
  /* Gives a promise that is settled when the server has answered for all that was typed till then. */
  function keep(field, leaving) {
    var draft = draftOf(field), call = new AbortController();
    clearTimer(draft);
    if (!field.isConnected) { unkept.delete(field); return Promise.resolve(); }
    if (draft.call && !leaving) { draft.again = true; return draft.done; }
    draft.again = false;
    draft.call = call;
    var text = field.value, version = input(field, "version"), key = input(field, "submit_key") || input(field, "draft_key");
    var body = new URLSearchParams({
      form: field.dataset.form || field.name, text: text, key: key ? key.value : "", revision: field.dataset.revision || "0",
      over: version ? version.value + " " + ((input(field, "opened") || {}).value || "") : ""
    });
    var token = JSON.parse(doc.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
    draft.done = fetch(field.dataset.draft, {
      method: "POST", body: body, keepalive: !!leaving, redirect: "manual", signal: call.signal, headers: { "X-CSRFToken": token }
    }).then(function (answer) {
      if (answer.ok || answer.status === 409) {
        return answer.json().then(function (said) { if (!call.signal.aborted) { kept(field, said); } });
      }
      if (call.signal.aborted) { return; }
      if (answer.status === 403) { return whose(field); }
      failed(field, answer.type === "opaqueredirect" ? "ended" : answer.status < 500 ? "refused" : "unkept");
    }).catch(function () { if (!leaving && !call.signal.aborted) { failed(field, "unkept"); } }).then(function () {
      if (draft.call !== call) { return; }
      draft.call = null;
      if (draft.again) { return keep(field); }
    });
    return draft.done;
  }
  function keepWaiting(field) {
    var draft = draftOf(field);
    /* A call on its way ends with the page: it is made once more, as one that outlives it. */
    if (draft.timer || draft.again || draft.call) { keep(field, true); }
  }
  doc.addEventListener("input", function (event) {
    var field = event.target;
    if (!field.dataset || !field.dataset.draft) { return; }
    told(field, "");
    keepSoon(field, 1500);
  });
  doc.addEventListener("submit", function (event) {
    if (event.defaultPrevented || event.target.method !== "post") { return; }
    eachDraft(event.target, keepNoMore);
    letKeep(event);
  });
  /* What stands in another form of the page is kept before the page goes, or the next page would be drawn without it. The
     act waits for that, less long than a second click is held back; what could not be kept by then is asked about. */
  var released = new WeakSet();
  function letKeep(event) {
    var form = event.target, underWay = [];
    if (released.delete(form)) { eachDraft(doc, keepWaiting); return; }
    eachDraft(doc, function (field) {
      var draft = draftOf(field);
      if (draft.timer || draft.again) { underWay.push(keep(field)); } else if (draft.call) { underWay.push(draft.done); }
    });
    if (!underWay.length) { return; }
    event.preventDefault();
    Promise.race([Promise.all(underWay), new Promise(function (over) { window.setTimeout(over, 3000); })]).then(function () {
      if (!form.isConnected) { return; }
      released.add(form);
      delete form.dataset.sent;
      form.requestSubmit(event.submitter && event.submitter.form === form ? event.submitter : undefined);
    });
  }
  doc.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.elt.matches("form")) { eachDraft(event.detail.elt, keepNoMore); }
  });
  /* What could not be sent still stands in its box. */
  doc.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.failed && event.detail.elt.matches("form")) {
      eachDraft(event.detail.elt, function (field) { if (field.isConnected && field.value) { keepSoon(field, 1500); } });
    }
  });
  window.addEventListener("pagehide", function () { eachDraft(doc, keepWaiting); });
  window.addEventListener("beforeunload", function (event) {
    unkept.forEach(function (field) { if (!field.isConnected) { unkept.delete(field); } });
    if (unkept.size) { event.preventDefault(); }
  });
  function again() { unkept.forEach(function (field) { keep(field); }); }
  window.addEventListener("online", again);
  /* Signed in again in another window: the pages' forms get the new token, and what could not be kept is. */
  doc.addEventListener("session-back", function (event) {
    doc.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": event.detail.token }));
    doc.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (box) { box.value = event.detail.token; });
    again();
  });
  /* Nothing is sent into the void: a form that one fills in asks first whether the session stands. Signed out, or without
     a connection, it stays with all that is in it, and says so at its button. A search has nothing to lose. */
  var asking = new WeakSet(), standing = new WeakSet();
  function isFilledIn(form) {
    return Array.from(form.elements).some(function (one) { return one.matches("input:not([type=hidden]), select, textarea"); });
  }
  function held(form, button, why) {
    var words = doc.getElementById("held-" + why).content.cloneNode(true).firstElementChild;
    var row = (button || form).closest(".save-row");
    if (row) { row.after(words); } else { form.append(words); }
    words.scrollIntoView({ block: "center" });
    if (why === "ended") { doc.dispatchEvent(new Event("session-ended")); }
  }
  doc.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter && event.submitter.form === form ? event.submitter : null;
    if (form.method !== "post" || !doc.getElementById("session-warning") || released.has(form) || standing.delete(form)) { return; }
    if (!form.requestSubmit || form.matches("[role=search]") || !isFilledIn(form)) { return; }
    var unsaid = [];
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking.has(form)) { return; }
    asking.add(form);
    eachDraft(form, function (field) {
      var draft = draftOf(field);
      if (draft.timer || draft.call) { unsaid.push(field); }
      keepNoMore(field);
    });
    whatStops().then(function (why) {
      asking.delete(form);
      doc.querySelectorAll("[data-held]").forEach(function (box) { box.remove(); });
      if (!form.isConnected) { return; }
      if (why) {
        unsaid.forEach(function (field) { failed(field, why); });
        held(form, button, why);
        return;
      }
      standing.add(form);
      form.requestSubmit(button && button.form === form ? button : undefined);
      standing.delete(form);
    });
  }, true);
  /* A quick form that meets the sign-in page keeps its text, in place of being led away. */
  doc.addEventListener("htmx:beforeOnLoad", function (event) {
    var xhr = event.detail.xhr, field = doc.querySelector("[data-draft]");
    if (xhr.status === 204 && /\/log-ind|login/.test(xhr.getResponseHeader("HX-Redirect") || "") && field && field.value) {
      event.preventDefault();
      failed(field, "ended");
    }
  });

  /* What comes back refused begins at the first thing to mend: its field, or what is said of several. */
  function toFault(where) {
    var fault = where.querySelector("input.is-invalid, select.is-invalid, textarea.is-invalid, .invalid-feedback, .errorlist, .measure-error, .alert-block");
    if (!fault) { return false; }
    if (!fault.matches("input, select, textarea")) { fault.tabIndex = -1; }
    fault.focus();
    return true;
  }
  toFault(doc);

  /* Screen readers hear what htmx did: the server says it in the HX-Trigger event "announce". */
  doc.addEventListener("announce", function (event) {
    var box = doc.getElementById("announce");
    if (box) { box.textContent = event.detail.value || ""; }
  });
  doc.addEventListener("htmx:afterSettle", function (event) {
    var target = event.detail.elt;
    if (!target || !target.querySelector) { return; }
    var field = target.matches("[autofocus]") ? target : target.querySelector("[autofocus]");
    if (!toFault(target) && field) { field.focus(); }
  });
  /* A page that opens at an anchor has what is said above what is seen: it follows, until one scrolls on. */
  var said = doc.getElementById("messages"), anchor = location.hash && doc.getElementById(location.hash.slice(1));
  if (said && anchor) {
    said.classList.add("follows");
    doc.documentElement.style.scrollPaddingTop = (said.offsetHeight + 16) + "px";
    anchor.scrollIntoView();
    setTimeout(function () {
      window.addEventListener("scroll", function () { said.classList.remove("follows"); }, { once: true, passive: true });
    }, 5000);
  }

  /* Near its limit a text area says how much room is left, and beyond it how much is too much: nothing is cut. */
  function countText(field) {
    var left = field.dataset.limit - Array.from(field.value).length, id = field.id + "-room", box = doc.getElementById(id);
    if (!box) {
      box = doc.createElement("p");
      box.id = id; box.className = "form-text m-0"; box.setAttribute("role", "status");
      field.after(box);
    }
    box.classList.toggle("text-danger", left < 0);
    var words = left >= Math.min(200, field.dataset.limit / 10) ? "" : doc.getElementById("text-room").dataset[left < 0 ? "over" : "left"];
    box.textContent = words.replace("{n}", Math.abs(left).toLocaleString(doc.documentElement.lang));
  }
  doc.addEventListener("input", function (event) {
    if (event.target.matches("[data-limit]")) { countText(event.target); }
  });
  /* A line stops the typing at its limit; what is pasted into it is counted as in a text area, and not cut unseen. */
  doc.addEventListener("paste", function (event) {
    var field = event.target;
    if (!field.matches("input[type=text][maxlength]") || !field.id) { return; }
    field.dataset.limit = field.maxLength;
    field.removeAttribute("maxlength");
  });
  doc.querySelectorAll("textarea[data-limit]").forEach(countText);

  /* A form that was fetched into the page and taken out again leaves the focus where it was opened. */
  var opened = "";
  function toOpener() {
    var link = opened && doc.querySelector('[hx-get="' + CSS.escape(opened) + '"]');
    if (!link || doc.activeElement !== doc.body) { return; }
    (link.matches("details:not([open]) *") ? link.closest("details").querySelector("summary") : link).focus();
  }
  doc.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.elt.matches("a[hx-get]:not(form *)")) { opened = event.detail.elt.getAttribute("hx-get"); }
  });
  doc.addEventListener("htmx:afterSettle", toOpener);

  /* What came to nothing says so beside its button, where the focus stays, until the next try. */
  function notDone(event, why) {
    var elt = event.detail.elt, words = doc.getElementById("not-done-" + why);
    if (!words || !elt.matches("a, button, form")) { return; }
    words = words.content.cloneNode(true);
    if (elt.matches("form")) { elt.append(words); } else { elt.after(words); }
  }
  doc.addEventListener("htmx:beforeRequest", function () {
    doc.querySelectorAll(".not-done").forEach(function (box) { box.remove(); });
  });
  doc.addEventListener("htmx:sendError", function (event) { notDone(event, "unsent"); });
  /* An act that was refused says why, and gives back what was written, in place of the page; a look that fetches itself
     is taken anew. What the answer does not give back stays in its box. */
  doc.addEventListener("htmx:responseError", function (event) {
    var detail = event.detail, status = detail.xhr.status, field = detail.elt.querySelector("[data-draft]");
    var page = detail.requestConfig.verb !== "get" && new DOMParser().parseFromString(detail.xhr.responseText, "text/html").getElementById("page");
    var head = page && page.querySelector("h1"), refused = status === 401 || status === 403 || status === 404;
    if (field && field.value && !(page && page.querySelector("#typed"))) { failed(field, "refused"); return; }
    var open = doc.querySelector("[data-draft]"), elsewhere = open && open.value && !detail.elt.contains(open);
    if (refused && head && !elsewhere) {
      doc.getElementById("page").replaceWith(page);
      head.tabIndex = -1;
      head.focus();
      return;
    }
    notDone(event, refused ? "refused" : "fault");
    if (refused && !elsewhere && !detail.elt.matches("a, button, form")) { window.location.reload(); }
  });
})();
