/* The duty room's board: asks every two seconds, sounds until somebody acknowledges, says when it cannot ask. ES5.
   The server marks an unacknowledged job with data-alarm; forms with data-act are sent without leaving the page. */
(function () {
  'use strict';
  var board = document.querySelector('[data-poll-url]');
  if (!board) { return; }
  var sound = document.getElementById('alarm'), enable = document.querySelector('[data-enable-sound]');
  var lost = document.querySelector('[data-lost]'), title = document.title, tag = board.getAttribute('data-etag') || '';
  var asking = false, answered = Date.now(), allowed = false, flash = false;

  function alarms() { return board.querySelectorAll('[data-alarm]').length; }
  function ring() {
    if (!sound) { return; }
    if (!alarms()) { sound.pause(); sound.currentTime = 0; return; }
    if (sound.paused) {
      var started = sound.play();
      if (started) { started.then(function () { heard(true); }, function () { heard(false); }); }
    }
  }
  function heard(yes) { allowed = yes; if (enable) { enable.hidden = yes; } }
  if (enable) {
    enable.addEventListener('click', function () {
      sound.volume = 1;
      sound.play().then(function () { heard(true); if (!alarms()) { setTimeout(ring, 1600); } }, function () { heard(false); });
    });
  }
  function titles() {
    flash = !flash;
    var n = alarms();
    document.title = n && flash ? '(' + n + ') ' + (board.getAttribute('data-alarm-title') || '') : title;
  }

  function swap(html) {
    var held = document.activeElement && board.contains(document.activeElement) ? document.activeElement.id : '';
    board.innerHTML = html;
    if (held && document.getElementById(held)) { document.getElementById(held).focus(); }
  }
  function reached() {
    answered = Date.now();
    if (lost) { lost.hidden = true; }
  }
  function missed(status) {
    var silent = Math.round((Date.now() - answered) / 1000);
    if (!lost || (silent < 6 && status !== 401 && status !== 403)) { return; }
    lost.hidden = false;
    lost.querySelector('[data-lost-seconds]').textContent = silent;
    var out = lost.querySelector('[data-signed-out]');
    if (out) { out.hidden = status !== 401 && status !== 403; }
  }
  function ask() {
    if (asking) { return; }
    asking = true;
    var request = new XMLHttpRequest();
    request.open('GET', board.getAttribute('data-poll-url'));
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    if (tag) { request.setRequestHeader('If-None-Match', tag); }
    request.timeout = 5000;
    request.onloadend = function () {
      asking = false;
      if (request.status === 200) { tag = request.getResponseHeader('ETag') || ''; swap(request.responseText); }
      if (request.status === 200 || request.status === 304) { reached(); } else { missed(request.status); }
      ring();
    };
    request.send();
  }

  // One press, one act: the form's own idempotency key makes a repeated sending harmless.
  board.addEventListener('submit', function (event) {
    var form = event.target;
    if (!form.hasAttribute('data-act')) { return; }
    event.preventDefault();
    var request = new XMLHttpRequest(), body = new FormData(form), pressed = event.submitter || document.activeElement;
    if (pressed && pressed.name && pressed.form === form) { body.append(pressed.name, pressed.value); }
    request.open('POST', form.action);
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.onload = function () {
      if (request.status >= 400) { HTMLFormElement.prototype.submit.call(form); } // let the page itself say what is wrong
      else { asking = false; ask(); }
    };
    request.onerror = function () { missed(0); if (pressed) { pressed.disabled = false; } };
    if (pressed && pressed.tagName === 'BUTTON') { pressed.disabled = true; }
    request.send(body);
  });

  try { new Worker(board.getAttribute('data-ticker')).onmessage = ask; } catch (e) { setInterval(ask, 2000); }
  setInterval(titles, 1000);
  document.addEventListener('visibilitychange', ask);
  ask();
  ring();
})();
