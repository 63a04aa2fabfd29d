// Light, dark or as the system is: the reader's choice, kept where the browser
// lets a page keep anything. It runs before anything is shown.
(function () {
  'use strict';
  var root = document.documentElement, key = 'clientele-theme';
  root.classList.remove('no-script');

  // Reading the property itself throws where storage is forbidden.
  function kept() { try { return localStorage.getItem(key); } catch (forbidden) { return null; } }
  function keep(choice) { try { localStorage.setItem(key, choice); } catch (forbidden) { /* this page alone */ } }

  function wear(choice) {
    if (choice === 'light' || choice === 'dark') root.dataset.theme = choice; else delete root.dataset.theme;
  }
  function show() {
    var now = document.querySelector('.theme input[value=' + (root.dataset.theme || 'auto') + ']');
    if (now) now.checked = true;
  }

  wear(kept());
  document.addEventListener('DOMContentLoaded', function () {
    var box = document.querySelector('.theme');
    box.hidden = false;
    show();
    box.addEventListener('change', function (event) {
      wear(event.target.value);
      keep(event.target.value);
      document.dispatchEvent(new Event('themechange'));
    });
  });
  addEventListener('storage', function (event) { // another of the reports was changed
    if (event.key !== key) return;
    wear(event.newValue);
    show();
    document.dispatchEvent(new Event('themechange'));
  });
})();
