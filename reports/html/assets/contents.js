// The contents: which section is being read, and a list that folds away where
// there is no room beside the report.
(function () {
  'use strict';
  var nav = document.querySelector('nav');
  if (!nav) return;
  var list = nav.querySelector('details'), narrow = matchMedia('(max-width:900px)');

  function fit() {
    list.open = !narrow.matches;
    list.firstElementChild.tabIndex = narrow.matches ? 0 : -1;
  }
  narrow.addEventListener('change', fit);
  fit();
  nav.addEventListener('click', function (event) {
    if (narrow.matches && event.target.closest('a')) list.open = false;
  });

  var links = {};
  nav.querySelectorAll('a').forEach(function (link) { links[link.hash.slice(1)] = link; });
  var seen = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      Object.keys(links).forEach(function (id) { links[id].removeAttribute('aria-current'); });
      links[entry.target.id].setAttribute('aria-current', 'true');
    });
  }, { rootMargin: '-20% 0px -70% 0px' });
  document.querySelectorAll('main > section').forEach(function (section) { seen.observe(section); });
})();
