// The hall's screen asks for itself again, unless somebody is about to open a number by the keyboard.
(() => {
  const every = Number(document.documentElement.dataset.every) * 1000;
  setInterval(() => {
    if (document.activeElement === document.body || document.activeElement === null) location.reload();
  }, every);
})();
