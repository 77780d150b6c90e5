/* The keeper of the field worker's pages: network first, the kept copy when there is none. Served below /field/. */
'use strict';
var KEPT = 'field-1', MOST = 40, PATIENCE = 4000;

self.addEventListener('install', function (event) {
  self.skipWaiting();
  event.waitUntil(fetch('/field/', { credentials: 'same-origin' }).then(keep.bind(null, '/field/')).catch(function () {}));
});
self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()); });
self.addEventListener('message', function (event) {
  if (!Array.isArray(event.data)) { return; }
  event.waitUntil(caches.open(KEPT).then(function (box) {
    return Promise.all(event.data.map(function (name) { return box.match(name).then(function (got) { return got || box.add(name); }); }));
  }).catch(function () {}));
});

self.addEventListener('fetch', function (event) {
  var address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== location.origin) { return; }
  if (address.pathname.indexOf('/static/') === 0) { event.respondWith(part(event.request)); return; }
  if (event.request.mode === 'navigate' && address.pathname.indexOf('/field/') === 0) {
    event.respondWith(page(event.request, address.pathname));
  }
});

function part(request) {
  return fetch(request).catch(function () {
    return caches.match(request).then(function (got) { return got || Response.error(); });
  });
}

function page(request, path) {
  var asked = fetch(request).then(function (answer) { return keep(path, answer.clone()).then(function () { return answer; }); });
  var late = new Promise(function (resolve) { setTimeout(resolve, PATIENCE); }).then(function () { return kept(path); });
  return Promise.race([asked, late]).then(function (first) { return first || asked; }, function () {
    return kept(path).then(function (got) { return got || Response.error(); });
  });
}

// A page that was only reached by way of the door means somebody signed out: nothing is kept for the next one.
function keep(path, answer) {
  if (answer.type === 'opaqueredirect' || answer.redirected || answer.status === 401) { return caches.delete(KEPT); }
  if (!answer.ok) { return Promise.resolve(); }
  return caches.open(KEPT).then(function (box) {
    return answer.text().then(function (text) {
      var headers = new Headers(answer.headers);
      headers.set('X-Kept-At', String(Date.now()));
      return box.put(path, new Response(text, { status: 200, headers: headers }));
    }).then(function () { return box.keys(); }).then(function (all) {
      return Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map(function (old) {
        return new URL(old.url).pathname === '/field/' ? null : box.delete(old);
      }));
    });
  });
}

// The page learns how old it is, so that its clocks do not show more time than there is.
function kept(path) {
  return caches.match(path).then(function (got) {
    if (!got) { return undefined; }
    return got.text().then(function (text) {
      var age = Math.max(1, Date.now() - got.headers.get('X-Kept-At'));
      return new Response(text.replace('<html ', '<html data-age="' + age + '" '), { status: 200, headers: got.headers });
    });
  });
}
