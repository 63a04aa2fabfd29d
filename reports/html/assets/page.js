// Draws each figure's chart from the data block beside it, in the colours of
// the page, and again when these or the width change.
(function () {
  'use strict';
  var language = document.documentElement.lang;
  var drawn = [];

  function colours() {
    var style = getComputedStyle(document.documentElement), out = {};
    ['accent', 'second', 'third', 'muted', 'strong', 'ink', 'quiet', 'line', 'surface', 'rise', 'fall', 'fourth', 'faint'].forEach(function (name) {
      out[name] = style.getPropertyValue('--' + name).trim();
    });
    return out;
  }

  function axisNumber(kind) {
    var format = kind === 'percent' ?
      new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }) :
      new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 2 });
    return function (value) { return format.format(value); };
  }

  // How many lines a legend takes: names are measured roughly, a little wide.
  function lines(names, width) {
    var count = 1, used = 0;
    names.forEach(function (name) {
      var one = 32 + 7.2 * name.length;
      if (used > 0 && used + one > width) { count++; used = 0; }
      used += one;
    });
    return count;
  }

  // Streams between upright rows of nodes. Where there is little room, the rows
  // between the first and the last bear their colours without their names.
  function streams(data, c, width) {
    var narrow = width < 640, last = data.heads.length - 1;
    var family = getComputedStyle(document.body).fontFamily;
    var nodes = data.nodes.map(function (node) {
      var one = { name: node.name, depth: node.depth, tip: node.tip, itemStyle: { color: c[node.color.slice(1)], borderWidth: 0 } };
      one.label = {
        show: !narrow || node.depth === 0 || node.depth === last,
        position: node.depth === last ? 'left' : 'right', formatter: node.label.replace(/[{}|]/g, ' '), color: c.ink, fontSize: narrow ? 11 : 12, fontFamily: family,
        textBorderColor: c.surface, textBorderWidth: 3, width: narrow ? width * 0.36 : width / last * 0.6, overflow: 'truncate'
      };
      return one;
    });
    var links = data.links.map(function (link) {
      return { source: link.source, target: link.target, value: link.value, tip: link.tip };
    });
    return {
      animation: false,
      title: data.heads.map(function (head, i) {
        var one = { show: !narrow || i === 0 || i === last, text: head, top: 0, textAlign: i > 0 && i < last ? 'center' : 'auto', padding: [5, 0], textStyle: { color: c.quiet, fontSize: narrow ? 11 : 12, fontWeight: 600, fontFamily: family } };
        if (i === last) one.right = 2; else one.left = 100 * i / last + '%';
        return one;
      }),
      tooltip: {
        trigger: 'item', renderMode: 'richText', confine: true, backgroundColor: c.surface, borderColor: c.line,
        textStyle: { color: c.ink, fontSize: 12, fontFamily: family, lineHeight: 18 }, formatter: function (p) { return p.data.tip; }
      },
      series: [{
        type: 'sankey', data: nodes, links: links, left: 0, right: 2, top: 28, bottom: 6, nodeWidth: 14, nodeGap: narrow ? 10 : 14,
        draggable: false, layoutIterations: 0, lineStyle: { color: 'gradient', opacity: 0.32, curveness: 0.5 }, emphasis: { focus: 'none', lineStyle: { opacity: 0.6 } }
      }]
    };
  }

  function dress(data, c, width) {
    if (data.nodes) return streams(data, c, width);
    var option = JSON.parse(JSON.stringify(data.option));
    var text = { color: c.quiet, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: data.small ? 10 : 12 };
    var turned = data.turn && width < 640;
    if (turned) {
      var across = option.xAxis;
      option.xAxis = option.yAxis;
      option.yAxis = across;
      across.inverse = true;
      option.grid.right = 56;
    }
    option.textStyle = text;
    option.grid.containLabel = true;
    option.legend.top = 0;
    option.legend.left = 0;
    option.legend.icon = 'roundRect';
    option.legend.itemWidth = 14;
    option.legend.itemHeight = 9;
    option.legend.textStyle = text;
    var more = option.legend.show ? lines(option.legend.data, width) - 1 : 0;
    option.legend.type = more > 2 ? 'scroll' : 'plain';
    if (more <= 2) option.grid.top += 22 * more;
    option.tooltip.renderMode = 'richText'; // no innerHTML: names are texts
    option.tooltip.confine = true;
    option.tooltip.backgroundColor = c.surface;
    option.tooltip.borderColor = c.line;
    option.tooltip.textStyle = { color: c.ink, fontSize: 12, fontFamily: text.fontFamily, lineHeight: 18 };
    option.tooltip.axisPointer = option.series[0].type === 'bar' ?
      { type: 'shadow', shadowStyle: { color: c.muted, opacity: 0.15 } } : { type: 'line', lineStyle: { color: c.muted } };
    option.tooltip.formatter = function (points) { return data.tips[points[0].dataIndex]; };
    ['xAxis', 'yAxis'].forEach(function (name) {
      var axis = option[name];
      axis.axisLabel = { color: c.quiet, fontSize: text.fontSize, hideOverlap: true };
      axis.nameLocation = name === 'xAxis' ? 'middle' : 'end';
      axis.nameGap = name === 'xAxis' ? 30 : 12;
      axis.nameTextStyle = name === 'xAxis' ? text : Object.assign({ align: 'left', padding: [0, 0, 0, -24] }, text);
      axis.axisTick = { show: false };
      axis.axisLine = { show: axis.type === 'category', lineStyle: { color: c.muted } };
      axis.splitLine = { show: axis.type === 'value', lineStyle: { color: c.line } };
      if (axis.type === 'value') {
        axis.axisLabel.formatter = axisNumber(data.values);
        axis.splitNumber = data.small ? 2 : 4;
        delete axis.boundaryGap;
      } else if (name === 'yAxis') {
        axis.axisLabel.interval = 0;
        axis.axisLabel.hideOverlap = false;
        axis.axisLabel.color = c.ink;
        axis.axisLabel.width = Math.min(210, document.documentElement.clientWidth * 0.32);
        axis.axisLabel.overflow = 'truncate';
      } else if (data.turn) { // steps have names, and each is wanted
        axis.axisLabel.interval = 0;
        axis.axisLabel.hideOverlap = false;
        axis.axisLabel.color = c.ink;
        axis.axisLabel.width = Math.max(60, (width - 70) / axis.data.length - 8);
        axis.axisLabel.overflow = 'break';
      } else if (!axis.boundaryGap) { // labels at the ends stay inside
        axis.axisLabel.alignMinLabel = 'left';
        axis.axisLabel.alignMaxLabel = 'right';
      }
    });
    option.series.forEach(function (series) {
      series.color = c[series.color.slice(1)] || series.color;
      if (series.markArea) series.markArea.itemStyle.color = series.color;
      if (series.markLine) series.markLine.lineStyle.color = c.quiet;
      if (series.type === 'bar') {
        series.data.forEach(function (one) {
          if (!one || !one.label) return;
          one.label.color = c.ink;
          one.label.fontSize = 11;
          if (turned) one.label.position = one.label.position === 'top' ? 'right' : 'left';
        });
        series.barCategoryGap = '28%';
        series.barGap = '8%';
        series.emphasis = { disabled: true };
      } else {
        if (Array.isArray(series.symbolSize)) { // a stroke as wide as its bar
          series.symbolSize[0] = Math.max(8, Math.min(series.symbolSize[0], 0.72 * (width - 60) / series.data.length));
        }
        series.emphasis = { disabled: true };
        series.connectNulls = false;
      }
    });
    return option;
  }

  function draw(figure) {
    var box = figure.querySelector('.drawing');
    var data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    box.style.height = data.height + 'px';
    var chart = echarts.init(box, null, { renderer: 'svg' });
    chart.on('finished', function () { figure.dataset.drawn = 'yes'; });
    var one = { chart: chart, data: data };
    one.paint = function () { chart.setOption(dress(data, colours(), chart.getWidth()), true); };
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
