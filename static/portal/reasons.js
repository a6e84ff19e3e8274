/* Of the reasons for a proposal those are offered that go with what is proposed. Without this file the server says which. */
(function () {
  "use strict";
  var select = document.querySelector("select[data-fits]");
  if (!select) { return; }
  var fits = JSON.parse(select.dataset.fits);
  var options = Array.from(select.options);
  function offer() {
    var kind = select.form.elements.kind.value;
    var chosen = select.value;
    var offered = options.filter(function (one) { return !one.value || !kind || fits[kind].indexOf(one.value) >= 0; });
    select.replaceChildren.apply(select, offered);
    select.value = offered.some(function (one) { return one.value === chosen; }) ? chosen : "";
  }
  select.form.addEventListener("change", function (event) { if (event.target.name === "kind") { offer(); } });
  offer();
}());
