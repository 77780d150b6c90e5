/* Keys for the desks. Single letters count only while nobody types or composes Chinese, and the cookie
   keys=0 (settings page) switches them off (WCAG 2.1.4). Every key presses something that is also on the page. */
(function () {
  'use strict';
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  var off = /(?:^|; )keys=0(?:;|$)/.test(document.cookie);
  var sheet = document.getElementById('keys');

  function typing(event) {
    var where = event.target, tag = where.tagName;
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) { return true; }
    if (tag === 'INPUT') { return ['checkbox', 'radio', 'button', 'submit', 'reset'].indexOf(where.type) < 0; }
    return tag === 'TEXTAREA' || tag === 'SELECT' || where.isContentEditable;
  }
  function rows() { return Array.prototype.slice.call(document.querySelectorAll('[data-row]')); }
  function move(step) {
    var list = rows(), here = -1;
    list.forEach(function (row, place) {
      if (row.contains(document.activeElement)) { here = place; }
      else if (here < 0 && row.getAttribute('aria-current') === 'true') { here = place; }
    });
    var row = list[Math.max(0, Math.min(list.length - 1, here + step))];
    if (!row) { return; }
    var link = row.querySelector('[data-open]') || row.querySelector('a') || row;
    link.focus();
    if (row.scrollIntoView) { row.scrollIntoView({ block: 'nearest' }); }
  }
  function toggleSheet() {
    if (!sheet) { return; }
    sheet.hidden = !sheet.hidden;
    if (!sheet.hidden) { sheet.focus(); }
  }
  function press(key) {
    var found = null;
    each(document.querySelectorAll('[data-key]'), function (element) {
      if (!found && element.getAttribute('data-key') === key && element.offsetParent) { found = element; }
    });
    if (!found) { return false; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(found.tagName) && ['checkbox', 'radio'].indexOf(found.type) < 0) { found.focus(); }
    else { found.click(); }
    return true;
  }
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && sheet && !sheet.hidden) { sheet.hidden = true; return; }
    if (event.key === 'Escape' && event.target.blur && typing({ target: event.target })) { event.target.blur(); return; }
    if (off || typing(event)) { return; }
    var used = true;
    if (event.key === 'j') { move(1); }
    else if (event.key === 'k') { move(-1); }
    else if (event.key === '?') { toggleSheet(); }
    else { used = press(event.key); }
    if (used) { event.preventDefault(); }
  });

  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (!form.hasAttribute('data-once') || event.defaultPrevented) { return; }
    if (form.getAttribute('data-gone')) { event.preventDefault(); return; }
    form.setAttribute('data-gone', '1');
  });
  window.addEventListener('pageshow', function () {
    each(document.querySelectorAll('form[data-gone]'), function (form) { form.removeAttribute('data-gone'); });
  });
  each(document.querySelectorAll('[data-print]'), function (button) { button.addEventListener('click', function () { window.print(); }); });
  var chosen = document.querySelector('[data-row][aria-current="true"]');
  if (chosen && chosen.scrollIntoView) { chosen.scrollIntoView({ block: 'nearest' }); }
  each(document.querySelectorAll('[data-focus]'), function (box) { box.focus(); });
})();
