/* Residents' pages work without this file; it makes photos small, records and reads aloud, keeps typed words,
   leaves private pages without a trace and stops double sending.
   ES5 for old web views. Nothing is sent from here: the form itself goes, as without a script. */
(function () {
  'use strict';
  var root = document.documentElement;
  root.className += ' js';

  var DAY = 24 * 3600 * 1000;
  var BIGGEST = 400000; // bytes of one photo as sent
  var SIDE = 1600; // pixels of its longer side, first try

  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function all(selector, inside) { return (inside || document).querySelectorAll(selector); }
  function make(tag, name) { var e = document.createElement(tag); if (name) { e.className = name; } return e; }

  /* --- typed words, at most a day, until they are sent ------------------------------------------------------- */
  function keepable(field) {
    var kind = field.type;
    return field.name && !field.hasAttribute('data-no-keep') &&
      ['hidden', 'password', 'file', 'submit', 'button', 'tel'].indexOf(kind) < 0;
  }
  function draftName(form) { return 'huiyin:' + form.getAttribute('data-keep') + ':' + (form.getAttribute('data-keep-as') || location.pathname); }
  var left = false; // a private page is being left: nothing is written down any more
  function save(form) {
    if (left) { return; }
    var kept = [];
    each(form.elements, function (field) {
      if (!keepable(field)) { return; }
      if (field.type === 'radio' || field.type === 'checkbox') { if (field.checked) { kept.push([field.name, field.value]); } }
      else if (field.value) { kept.push([field.name, field.value]); }
    });
    try { localStorage.setItem(draftName(form), JSON.stringify({ at: Date.now(), kept: kept })); } catch (e) { /* full or refused */ }
  }
  function restore(form) {
    var draft;
    try { draft = JSON.parse(localStorage.getItem(draftName(form)) || 'null'); } catch (e) { return; }
    if (!draft || Date.now() - draft.at > DAY) { return; }
    draft.kept.forEach(function (pair) {
      each(form.elements, function (field) {
        if (field.name !== pair[0] || !keepable(field)) { return; }
        if (field.type === 'radio' || field.type === 'checkbox') { if (field.value === pair[1]) { field.checked = true; } }
        else if (!field.value) { field.value = pair[1]; }
      });
    });
  }
  function forget(names, everything) {
    try {
      for (var i = localStorage.length - 1; i >= 0; i--) {
        var key = localStorage.key(i);
        if (key.indexOf('huiyin:') !== 0) { continue; }
        var old = false;
        try { old = Date.now() - JSON.parse(localStorage.getItem(key)).at > DAY; } catch (e) { old = true; }
        if (old || everything || names.indexOf(key.split(':')[1]) >= 0) { localStorage.removeItem(key); }
      }
    } catch (e) { /* no storage, nothing kept */ }
  }
  forget([]);
  each(all('[data-sent]'), function (mark) { forget(mark.getAttribute('data-sent').split(' ')); });
  each(all('form[data-keep]'), function (form) {
    if (!form.querySelector('.field-wrong')) { restore(form); }
    form.addEventListener('input', function () { save(form); });
    form.addEventListener('change', function () { save(form); });
  });

  /* --- one press, one sending -------------------------------------------------------------------------------- */
  each(all('form[data-once], form[data-keep]'), function (form) {
    form.addEventListener('submit', function (event) {
      if (form.getAttribute('data-gone') || form.waiting) { event.preventDefault(); form.wanted = true; return; }
      form.setAttribute('data-gone', '1');
      setTimeout(function () { buttons(form, true); }, 0); // after the browser has read the pressed button's value
    });
  });
  function hold(form) { form.waiting = (form.waiting || 0) + 1; } // something is not ready to be sent
  function ready(form) {
    form.waiting -= 1;
    if (form.waiting || !form.wanted) { return; }
    form.wanted = false;
    if (form.requestSubmit) { form.requestSubmit(); } else { form.submit(); }
  }
  function buttons(form, off) {
    each(all('button', form), function (button) {
      if (button.type !== 'submit') { return; }
      button.disabled = off;
      var word = button.getAttribute('data-sending');
      if (word && off) { button.setAttribute('data-word', button.textContent); button.textContent = word; }
      else if (word && button.getAttribute('data-word')) { button.textContent = button.getAttribute('data-word'); }
    });
  }
  window.addEventListener('pageshow', function () {
    each(all('form[data-gone]'), function (form) { form.removeAttribute('data-gone'); buttons(form, false); });
  });

  /* --- photos -------------------------------------------------------------------------------------------------- */
  // A browser that ignores the camera's rotation mark would turn the picture: then the server makes it small.
  function canShrink() {
    try {
      return !!(new DataTransfer().items && HTMLCanvasElement.prototype.toBlob && window.URL &&
        window.CSS && CSS.supports('image-orientation', 'from-image'));
    } catch (e) { return false; }
  }
  function shrink(file, done) {
    var picture = new Image(), url = URL.createObjectURL(file);
    picture.onerror = function () { URL.revokeObjectURL(url); done(file); }; // a kind this browser cannot draw
    picture.onload = function () { URL.revokeObjectURL(url); redraw(picture, SIDE, 0.82, file, done); };
    picture.src = url;
  }
  function redraw(picture, side, quality, file, done) {
    var canvas = make('canvas'), scale = Math.min(1, side / Math.max(picture.naturalWidth, picture.naturalHeight));
    canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
    var pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(function (blob) {
      if (!blob) { done(file); }
      else if (blob.size > BIGGEST && side > 500) { redraw(picture, quality > 0.6 ? side : side * 0.75, quality > 0.6 ? quality - 0.12 : quality, file, done); }
      else { done(new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' })); }
    }, 'image/jpeg', quality);
  }
  function photos(box) {
    var input = box.querySelector('input[type=file]'), shown = box.querySelector('.photo-shown');
    var most = +box.getAttribute('data-most') || 3, kept = [], form = input.form;
    function store() {
      var bag = new DataTransfer();
      kept.forEach(function (file) { bag.items.add(file); });
      input.files = bag.files;
      show();
    }
    function show() {
      while (shown.firstChild) { shown.removeChild(shown.firstChild); }
      kept.forEach(function (file, place) {
        var figure = make('figure'), picture = make('img'), remove = make('button');
        picture.src = URL.createObjectURL(file);
        picture.alt = file.name;
        picture.onload = function () { URL.revokeObjectURL(picture.src); };
        remove.type = 'button';
        remove.textContent = '✕';
        remove.setAttribute('aria-label', box.getAttribute('data-remove') + ' ' + (place + 1));
        remove.onclick = function () { kept.splice(place, 1); store(); input.focus(); };
        figure.appendChild(picture);
        figure.appendChild(remove);
        shown.appendChild(figure);
      });
    }
    function say(words) { var p = make('p', 'field-hint'); p.textContent = words; shown.appendChild(p); }
    input.addEventListener('change', function () {
      var fresh = Array.prototype.slice.call(input.files), left, over;
      over = kept.length + fresh.length > most;
      fresh = fresh.slice(0, Math.max(0, most - kept.length));
      left = fresh.length;
      hold(form);
      if (left) { say(box.getAttribute('data-busy')); }
      fresh.forEach(function (file, place) {
        shrink(file, function (small) { fresh[place] = small; left -= 1; if (!left) { finish(); } });
      });
      if (!left) { finish(); }
      function finish() {
        kept = kept.concat(fresh);
        store();
        if (over) { say(box.getAttribute('data-many')); }
        ready(form);
      }
    });
    input.addEventListener('focus', function () { box.className += ' photo-focus'; });
    input.addEventListener('blur', function () { box.className = box.className.replace(' photo-focus', ''); });
  }
  if (canShrink()) { root.className += ' shrinks'; each(all('[data-photo]'), photos); }

  /* --- a voice note -------------------------------------------------------------------------------------------- */
  function voice(box) {
    var input = box.querySelector('input'), shown = box.querySelector('.voice-shown'), button = make('button', 'button');
    var recorder = null, stop = null, left = make('span'), form = input.form;
    button.type = 'button';
    button.textContent = box.getAttribute('data-record');
    button.onclick = function () { if (recorder) { recorder.stop(); } else { start(); } };
    box.insertBefore(button, shown);
    box.insertBefore(left, shown);
    form.addEventListener('submit', function () { if (recorder) { recorder.stop(); } }); // sent while still speaking
    function count(ends) {
      if (!recorder) { left.textContent = ''; return; }
      left.textContent = ' ' + box.getAttribute('data-left').replace('{seconds}', Math.max(0, Math.round((ends - Date.now()) / 1000)));
      setTimeout(function () { count(ends); }, 500);
    }
    function start() {
      navigator.mediaDevices.getUserMedia({ audio: true }).then(function (stream) {
        var parts = [];
        recorder = new MediaRecorder(stream, { audioBitsPerSecond: 18000 });
        recorder.ondataavailable = function (event) { parts.push(event.data); };
        recorder.onstop = function () {
          clearTimeout(stop);
          each(stream.getTracks(), function (track) { track.stop(); });
          keep(new Blob(parts, { type: recorder.mimeType }));
          recorder = null;
          ready(form);
        };
        hold(form);
        recorder.start();
        button.textContent = box.getAttribute('data-stop');
        stop = setTimeout(function () { if (recorder) { recorder.stop(); } }, 1000 * box.getAttribute('data-seconds'));
        count(Date.now() + 1000 * box.getAttribute('data-seconds'));
      }, function () { shown.textContent = box.getAttribute('data-refused'); });
    }
    function keep(blob) {
      var kind = blob.type.indexOf('mp4') >= 0 ? 'm4a' : blob.type.indexOf('ogg') >= 0 ? 'ogg' : 'webm', bag = new DataTransfer(), player = make('audio');
      bag.items.add(new File([blob], 'voice.' + kind, { type: blob.type }));
      input.files = bag.files;
      player.controls = true;
      player.src = URL.createObjectURL(blob);
      shown.textContent = '';
      shown.appendChild(player);
      button.textContent = box.getAttribute('data-again');
    }
  }
  if (canShrink() && window.MediaRecorder && navigator.mediaDevices) { root.className += ' recording'; each(all('[data-voice]'), voice); }

  /* --- read aloud by the telephone's own voice ------------------------------------------------------------------ */
  function listen(box) {
    var button = make('button', 'button button-quiet listen'), words = box.innerText, speaking = false;
    button.type = 'button';
    button.textContent = root.getAttribute('data-listen');
    function quiet() { speaking = false; button.textContent = root.getAttribute('data-listen'); }
    button.onclick = function () {
      var on = !speaking, parts = words.split(/[。！？!?\n]+/).filter(function (part) { return part.trim(); }); // long texts are cut off
      window.speechSynthesis.cancel();
      if (!on || !parts.length) { quiet(); return; }
      speaking = true;
      button.textContent = root.getAttribute('data-quiet');
      parts.forEach(function (part, place) {
        var said = new SpeechSynthesisUtterance(part);
        said.lang = { 'zh-hans': 'zh-CN', 'zh-hant': 'zh-TW' }[root.lang] || root.lang;
        said.rate = /\belder\b/.test(root.className) ? 0.85 : 1;
        if (place === parts.length - 1) { said.onend = said.onerror = quiet; }
        window.speechSynthesis.speak(said);
      });
    };
    box.appendChild(button);
  }
  if (window.speechSynthesis && window.SpeechSynthesisUtterance) {
    each(all('body [data-listen]'), listen);
    window.addEventListener('pagehide', function () { window.speechSynthesis.cancel(); });
  }

  /* --- away from a private page: nothing typed stays, and "back" finds nothing ----------------------------------- */
  each(all('[data-leave]'), function (link) {
    var pressed = [];
    function leave(event) {
      if (event) { event.preventDefault(); }
      left = true; // taking the page away fires "change" on the field that has the focus
      forget([], true);
      document.title = '';
      document.body.textContent = '';
      location.replace(link.href);
    }
    link.addEventListener('click', leave);
    document.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || event.isComposing) { return; }
      pressed = pressed.concat(Date.now()).slice(-3);
      if (pressed.length === 3 && pressed[2] - pressed[0] < 3000) { leave(); }
    });
  });

  each(all('[data-print]'), function (button) { button.addEventListener('click', function () { window.print(); }); });
  each(all('[data-focus]'), function (box) { box.focus(); });
})();
