// Answers for the kit's page from what the phone keeps; everything else goes to the network. The page itself fills the store.
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const how = { ignoreVary: true, ignoreSearch: event.request.mode === "navigate" };
  event.respondWith(caches.match(event.request, how).then((kept) => kept || fetch(event.request)));
});
