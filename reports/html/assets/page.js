// Draws each figure's chart from the data block beside it, in the colours of
// the page, and again when these or the width change.
(function () {
  'use strict';
  var language = document.documentElement.lang;
  var drawn = [];

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim(); }

  function draw(figure) {
    var box = figure.querySelector('.drawing');
    var data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    box.style.height = data.height + 'px';
    var chart = echarts.init(box, null, { renderer: 'svg' });
    chart.on('finished', function () { figure.dataset.drawn = 'yes'; });
    var one = { chart: chart, data: data };
    one.paint = function () {
      var room = { width: chart.getWidth(), family: getComputedStyle(document.body).fontFamily, language: language };
      chart.setOption(clienteleDraw(data, colour, room), true);
    };
    one.paint();
    drawn.push(one);
  }

  function repaint() { drawn.forEach(function (one) { one.paint(); }); }
  function resize() { drawn.forEach(function (one) { one.chart.resize({ width: 'auto', height: one.data.height }); one.paint(); }); }
  function fitPaper() { drawn.forEach(function (one) { one.chart.resize({ width: one.data.small ? 205 : 660, height: Math.min(one.data.height, 300) }); one.paint(); }); }

  document.querySelectorAll('figure.chart').forEach(draw);
  addEventListener('resize', resize);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  matchMedia('print').addEventListener('change', repaint);
  addEventListener('beforeprint', fitPaper);
  addEventListener('afterprint', resize);

  // A shadow where a table goes on beyond its card.
  function shade(edge) {
    var box = edge.firstElementChild;
    edge.classList.toggle('before', box.scrollLeft > 1);
    edge.classList.toggle('after', box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  }
  var edges = document.querySelectorAll('.edge');
  function shadeAll() { edges.forEach(shade); }
  edges.forEach(function (edge) {
    edge.firstElementChild.addEventListener('scroll', function () { shade(edge); }, { passive: true });
  });
  addEventListener('resize', shadeAll);
  shadeAll();

  var links = {};
  document.querySelectorAll('nav a').forEach(function (link) { links[link.hash.slice(1)] = link; });
  var seen = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      Object.keys(links).forEach(function (id) { links[id].removeAttribute('aria-current'); });
      links[entry.target.id].setAttribute('aria-current', 'true');
    });
  }, { rootMargin: '-20% 0px -70% 0px' });
  document.querySelectorAll('main section').forEach(function (section) { seen.observe(section); });
})();
