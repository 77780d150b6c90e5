/* Counts on from the seconds the server gave: the phone's own time of day is never asked.
   Looks for [data-clock] every second, so parts of a page put in later tick as well. [data-fades] goes when its
   seconds are over (a step that can no longer be taken back). ES5. */
(function () {
  'use strict';
  var root = document.documentElement;
  var SPEED = +root.getAttribute('data-speed') || 1; // a drill's clock may run faster
  var OVERDUE = 'M8.2 2.8h7.6l5.4 5.4v7.6l-5.4 5.4H8.2l-5.4-5.4V8.2z M12 7.5v5.5 M12 16.5h.01';
  var timing = window.performance && performance.timing;
  var age = +root.getAttribute('data-age') || 0; // a copy kept on the telephone is that many milliseconds old
  var first = ((timing && timing.responseStart) || Date.now()) - age; // when the page left the server, about

  function two(n) { return (n < 10 ? '0' : '') + n; }
  function digits(seconds) {
    var total = Math.abs(Math.trunc(seconds)), hours = Math.floor(total / 3600);
    if (total >= 86400) {
      return (root.getAttribute('data-days') || '{days} d {hours} h')
        .replace('{days}', Math.floor(total / 86400)).replace('{hours}', two(Math.floor(total % 86400 / 3600)));
    }
    var rest = two(Math.floor(total % 3600 / 60)) + ':' + two(total % 60);
    return hours ? hours + ':' + rest : rest;
  }
  function overrun(clock) {
    clock.className = clock.className.replace(/clock-(running|soon)/, 'clock-overdue');
    clock.setAttribute('data-state', 'overdue');
    clock.querySelector('.clock-word').textContent = root.getAttribute('data-over') || '';
    clock.querySelector('path').setAttribute('d', OVERDUE);
  }
  function tick() {
    var now = Date.now();
    Array.prototype.forEach.call(document.querySelectorAll('[data-clock]'), function (clock) {
      if (!clock.since) { clock.since = first; }
      var passed = Math.max(0, (now - clock.since) / 1000 * SPEED), start = +clock.getAttribute('data-clock');
      var over = clock.getAttribute('data-state') === 'overdue', shown = over && !clock.crossed ? start + passed : start - passed;
      if (!over && shown <= 0) { clock.crossed = true; overrun(clock); }
      clock.querySelector('.clock-digits').textContent = digits(shown);
    });
    Array.prototype.forEach.call(document.querySelectorAll('[data-fades]'), function (act) {
      if (!act.since) { act.since = first; }
      if ((now - act.since) / 1000 * SPEED >= +act.getAttribute('data-fades')) { act.parentNode.removeChild(act); }
    });
    first = now; // what is found from now on has just arrived
  }
  tick();
  setInterval(tick, 1000);
  document.addEventListener('visibilitychange', tick);
})();
