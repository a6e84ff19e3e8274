/* What a guest writes at a station stands in this tab of their own phone until it is sent. The server keeps no draft: it
   would be the first thing kept of who they are. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-kept-here]");
  if (!form) { return; }
  var place = form.dataset.keptHere;

  function kept() {
    try { return JSON.parse(sessionStorage.getItem(place) || "{}"); } catch (refused) { return {}; }
  }
  function keep(texts) {
    try {
      if (texts) { sessionStorage.setItem(place, JSON.stringify(texts)); } else { sessionStorage.removeItem(place); }
    } catch (refused) { /* a phone that keeps nothing keeps no draft */ }
  }
  function fields() { return Array.from(form.querySelectorAll("textarea")); }

  if (form.dataset.sent) {
    keep(null);
  } else {
    var texts = kept();
    fields().forEach(function (field) {
      if (field.value || !texts[field.name]) { return; }
      field.value = texts[field.name];
      form.querySelector("[data-restored]").hidden = false;
    });
  }
  form.addEventListener("input", function () {
    var typed = {};
    fields().forEach(function (field) { if (field.value) { typed[field.name] = field.value; } });
    keep(typed);
  });
})();
