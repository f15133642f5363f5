// Keeps copies of schedule pages that were looked at, and of the files they need. The network is always asked first; the
// copy answers when it says nothing within three seconds. The server puts SCHEDULES and FILES (paths) above this line.

const STORE = "schedule-1";
const PATIENCE = 3000;
const MOST_COPIES = 400;
// Lists that were shared under a secret address are not for keeping.
const SECRET = /\/stars\/./;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("schedule-") && name !== STORE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  const isSchedule = SCHEDULES.some((base) => url.pathname.startsWith(base)) && !SECRET.test(url.pathname);
  const isFile = FILES.some((base) => url.pathname.startsWith(base));
  if (isSchedule || isFile) event.respondWith(answer(event, request));
});

async function answer(event, request) {
  const store = await caches.open(STORE);
  const fromNetwork = fetch(request).then(async (response) => {
    await remember(store, request, response.clone());
    return response;
  });
  // The copy is renewed even when the answer comes too late to be shown.
  event.waitUntil(fromNetwork.catch(() => {}));
  const waited = await Promise.race([fromNetwork.catch(() => null), new Promise((done) => setTimeout(done, PATIENCE, null))]);
  if (waited) return waited;
  const copy = await store.match(request);
  return copy ? marked(copy) : fromNetwork;
}

async function remember(store, request, response) {
  const gone = response.status === 404 || response.status === 410;
  if (gone || response.redirected || response.type === "opaqueredirect") {
    await store.delete(request);
    return;
  }
  // What is meant for one person says so.
  if (response.status !== 200 || /private|no-store/.test(response.headers.get("Cache-Control") || "")) return;
  const headers = new Headers(response.headers);
  headers.set("X-Saved-At", new Date().toISOString());
  await store.put(request, new Response(await response.blob(), { status: 200, headers }));
  const copies = await store.keys();
  await Promise.all(copies.slice(0, Math.max(0, copies.length - MOST_COPIES)).map((old) => store.delete(old)));
}

// A page shown from its copy says so: a small module reads the mark and tells since when.
async function marked(copy) {
  const type = copy.headers.get("Content-Type") || "";
  if (!type.startsWith("text/html")) return copy;
  const html = await copy.text();
  const at = copy.headers.get("X-Saved-At") || "";
  return new Response(html.replace("<html", `<html data-saved-at="${at}"`), { status: 200, headers: copy.headers });
}
