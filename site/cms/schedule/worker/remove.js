// There is no schedule to keep: drop all copies and be gone.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("schedule-")).map((name) => caches.delete(name))))
      .then(() => self.registration.unregister()),
  );
});
