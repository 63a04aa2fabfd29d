// Draws each figure's chart from the data block beside it, in the colours of
// the page, and again when these or the width change. Those in sight come
// first, the others when there is time.
(function () {
  'use strict';
  var language = document.documentElement.lang;
  var drawn = [];

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim(); }

  var pen = document.createElement('canvas').getContext('2d');
  function measure(text, size) {
    pen.font = size + 'px ' + getComputedStyle(document.body).fontFamily;
    return pen.measureText(text).width;
  }

  function prepare(figure) {
    var data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    var box = figure.querySelector('.drawing');
    box.style.height = data.height + 'px';
    return { figure: figure, box: box, data: data };
  }

  function draw(one) {
    if (one.chart) return;
    one.chart = echarts.init(one.box, null, { renderer: 'svg' });
    one.chart.on('finished', function () { one.figure.dataset.drawn = 'yes'; });
    one.paint = function () {
      var room = { width: one.chart.getWidth(), family: getComputedStyle(document.body).fontFamily, measure: measure, language: language };
      one.chart.setOption(clienteleDraw(one.data, colour, room), true);
    };
    one.paint();
    drawn.push(one);
  }

  function repaint() { drawn.forEach(function (one) { one.paint(); }); }
  var width = innerWidth;
  function resize() {
    if (innerWidth === width) return; // a telephone's bars come and go
    width = innerWidth;
    drawn.forEach(function (one) { one.chart.resize({ width: 'auto', height: one.data.height }); one.paint(); });
  }

  var all = Array.from(document.querySelectorAll('figure.chart'), prepare);
  all.filter(function (one) {
    var at = one.box.getBoundingClientRect();
    return at.top < innerHeight && at.bottom > 0;
  }).forEach(draw);
  performance.mark('charts in sight');

  var next = 0;
  function drawMore() {
    var until = performance.now() + 30; // a frame or two: the page stays in hand
    while (next < all.length && performance.now() < until) draw(all[next++]);
    if (next < all.length) setTimeout(drawMore); else performance.mark('all charts');
  }
  setTimeout(drawMore);

  addEventListener('resize', resize);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  document.addEventListener('themechange', repaint);
})();
