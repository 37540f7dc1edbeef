// Asks the browser whether the house may knock, and tells the house its address. Without script the button is not shown.
"use strict";
(() => {
  const button = document.getElementById("knock");
  const said = document.getElementById("knock-said");
  if (!button || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const key = Uint8Array.from(atob(button.dataset.key.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const worker = await navigator.serviceWorker.register("/thong-bao/worker.js", { scope: "/thong-bao/" });
      const found = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const form = new FormData(button.form);
      form.set("do", "allow");
      form.set("address", found.endpoint);
      const answer = await fetch(button.form.action, { method: "POST", body: form });
      said.textContent = answer.ok ? button.dataset.done : await answer.text();
    } catch (error) {
      said.textContent = button.dataset.no;
    }
    button.disabled = false;
  });
})();
