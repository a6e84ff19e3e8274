// Says in words when the browser or the key refuses; allauth only logs it.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const box = document.getElementById("webauthn-failed");
  if (box) {
    box.hidden = false;
  }
});
