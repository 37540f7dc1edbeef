// Runs in the browser when the house knocks. A knock has no content: what is shown is the same for every notice.
"use strict";
const HERE = "/thong-bao/";
self.addEventListener("push", (event) => {
  event.waitUntil(self.registration.showNotification("Đình Làng", { body: "Có thông báo mới. Mở để xem.", tag: "notice" }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((open) => {
      const one = open.find((tab) => new URL(tab.url).pathname.startsWith(HERE));
      return one ? one.focus() : self.clients.openWindow(HERE);
    }),
  );
});
