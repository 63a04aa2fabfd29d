// What echarts draws for a figure's data. Nothing here knows of a document or a
// window, so that the same pictures are made in the page and beside it:
//
//   data    the figure's data block
//   colour  function from a name in the palette to the colour
//   room    {width, family, measure, language, paper}: pixels, font family, a
//           text's width by it and a size, language of numbers, whether it is
//           a picture that nobody points at
var clienteleDraw = (function () {
  'use strict';

  var short = {
    en: { point: '.', group: ',', from: 1e3, steps: [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'K']], percent: '%' },
    ru: { point: ',', group: '\u00a0', from: 1e3, steps: [[1e12, '\u00a0трлн'], [1e9, '\u00a0млрд'], [1e6, '\u00a0млн'], [1e3, '\u00a0тыс.']], percent: '\u00a0%' },
    es: { point: ',', group: '.', from: 1e4, steps: [[1e12, '\u00a0B'], [1e10, '\u00a0mil\u00a0M', 1e9], [1e6, '\u00a0M'], [1e3, '\u00a0mil']], percent: '\u00a0%' }
  };

  // A number as Intl.NumberFormat writes it, which not every place has, but with
  // the minus of the tables.
  function written(value, digits, from, words) {
    var unit = Math.pow(10, digits), text = String(Math.round(value * unit + 1e-7) / unit).split('.');
    if (value >= from) text[0] = text[0].replace(/\B(?=(\d{3})+$)/g, words.group);
    return text.join(words.point);
  }

  function axisNumber(kind, language) {
    var words = short[language] || short.en;
    return function (value) {
      var size = Math.abs(value), text;
      if (kind === 'percent') {
        text = written(size * 100, 1, words.from, words) + words.percent;
      } else {
        // What would be rounded up to the next step is of that step already.
        var step = words.steps.find(function (one) { return size >= one[0] * 0.999995; }) || [1, ''];
        text = written(size / (step[2] || step[0]), 2, Infinity, words) + step[1];
      }
      return (value < 0 && /[1-9]/.test(text) ? '\u2212' : '') + text;
    };
  }

  // How many lines a legend takes: a mark of 14 pixels and gaps beside each name.
  function lines(names, width, measure) {
    var count = 1, used = 0;
    names.forEach(function (name) {
      var one = 29 + measure(name, 12);
      if (used > 0 && used + one > width) { count++; used = 0; }
      used += one;
    });
    return count;
  }

  // A text on so many lines of a width, cut where it is longer. The library
  // takes all but Latin letters for twice as wide when it cuts.
  function fold(text, width, size, most, measure) {
    var out = [''];
    text.split(/\s+/).forEach(function (word) {
      var last = out.length - 1, longer = out[last] ? out[last] + ' ' + word : word;
      if (!out[last] || measure(longer, size) <= width) out[last] = longer; else out.push(word);
    });
    var cut = out.length > most ? out.slice(0, most - 1).concat(out.slice(most - 1).join(' ')) : out;
    return cut.map(function (line) {
      if (measure(line, size) <= width) return line;
      while (line && measure(line + '\u2026', size) > width) line = line.slice(0, -1);
      return line.trimEnd() + '\u2026';
    }).join('\n');
  }

  // The tip of what the pointer is on.
  function itemTip(colour, family) {
    return {
      trigger: 'item', renderMode: 'richText', confine: true, backgroundColor: colour('surface'), borderColor: colour('line'),
      textStyle: { color: colour('ink'), fontSize: 12, fontFamily: family, lineHeight: 18 }, formatter: function (p) { return p.data.tip; }
    };
  }

  // Streams between upright rows of nodes. Where there is little room, the rows
  // between the first and the last bear their colours without their names.
  function streams(data, colour, room) {
    var width = room.width, family = room.family, paper = room.paper, narrow = width < 640, last = data.heads.length - 1;
    var space = narrow ? width * 0.36 : width / last * 0.6, size = narrow ? 11 : 12;
    var nodes = data.nodes.map(function (node) {
      var one = { name: node.name, depth: node.depth, tip: node.tip, itemStyle: { color: colour(node.color.slice(1)), borderWidth: 0 } };
      one.label = {
        show: !narrow || node.depth === 0 || node.depth === last,
        position: node.depth === last ? 'left' : 'right', formatter: fold(node.label, space, size, 1, room.measure).replace(/[{}|]/g, ' '), color: colour('ink'), fontSize: size, fontFamily: family,
        textBorderColor: colour('surface'), textBorderWidth: 3
      };
      return one;
    });
    var links = data.links.map(function (link) {
      return { source: link.source, target: link.target, value: link.value, tip: link.tip };
    });
    return {
      animation: false,
      title: data.heads.map(function (head, i) {
        var one = { show: !narrow || i === 0 || i === last, text: head, top: 0, textAlign: i > 0 && i < last ? 'center' : 'auto', padding: [5, 0], textStyle: { color: colour('quiet'), fontSize: narrow ? 11 : 12, fontWeight: 600, fontFamily: family } };
        if (i === last) one.right = 2; else one.left = 100 * i / last + '%';
        return one;
      }),
      tooltip: paper ? undefined : itemTip(colour, family),
      series: [{
        type: 'sankey', data: nodes, links: links, left: 0, right: 2, top: 28, bottom: 6, nodeWidth: 14, nodeGap: narrow ? 10 : 14,
        draggable: false, layoutIterations: 0, lineStyle: { color: 'gradient', opacity: 0.32, curveness: 0.5 }, emphasis: { focus: 'none', lineStyle: { opacity: 0.6 } }
      }]
    };
  }

  // The parts of a whole as a ring, with their names and shares beside it. The
  // shares are written beside the data, so that they add up.
  function ring(data, colour, room) {
    var width = room.width, family = room.family, paper = room.paper, narrow = width < 480, radius = Math.min(84, width * 0.17);
    var space = Math.min(220, width / 2 - radius - (narrow ? 26 : 48)), size = narrow ? 11 : 12;
    return {
      animation: false,
      tooltip: paper ? undefined : itemTip(colour, family),
      series: [{
        type: 'pie', radius: [radius * 0.62, radius], center: ['50%', '50%'], startAngle: 90, silent: !!paper,
        data: data.parts.map(function (part) { return { name: part.name, value: part.value, tip: part.tip, itemStyle: { color: colour(part.color.slice(1)) } }; }),
        itemStyle: { borderColor: colour('surface'), borderWidth: 2 }, emphasis: { scale: false },
        label: {
          color: colour('ink'), fontFamily: family, fontSize: size, lineHeight: narrow ? 14 : 16,
          formatter: function (p) { return fold(data.parts[p.dataIndex].name, space, size, 3, room.measure) + '\n' + data.parts[p.dataIndex].share; }
        },
        labelLine: { length: narrow ? 6 : 14, length2: narrow ? 6 : 12, lineStyle: { color: colour('muted') } },
        labelLayout: { hideOverlap: false }
      }]
    };
  }

  // What is shown where the pointer is.
  function point(option, data, colour, family) {
    option.tooltip.renderMode = 'richText'; // no innerHTML: names are texts
    option.tooltip.confine = true;
    option.tooltip.backgroundColor = colour('surface');
    option.tooltip.borderColor = colour('line');
    option.tooltip.textStyle = { color: colour('ink'), fontSize: 12, fontFamily: family, lineHeight: 18 };
    option.tooltip.axisPointer = option.series[0].type === 'bar' ?
      { type: 'shadow', shadowStyle: { color: colour('muted'), opacity: 0.15 } } : { type: 'line', lineStyle: { color: colour('muted') } };
    var labels = (data.option.xAxis.type === 'category' ? data.option.xAxis : data.option.yAxis).data;
    option.tooltip.formatter = function (points) {
      var at = points[0].dataIndex, numbers = data.names.map(function (name, i) { return data.tips[at][i] && name + ': ' + data.tips[at][i]; });
      return [(data.notes || {})[at] || labels[at]].concat(numbers.filter(Boolean)).join('\n');
    };
  }

  function draw(data, colour, room) {
    var width = room.width;
    if (data.nodes) return streams(data, colour, room);
    if (data.parts) return ring(data, colour, room);
    var option = JSON.parse(JSON.stringify(data.option));
    var text = { color: colour('quiet'), fontFamily: room.family, fontSize: data.small ? 10 : 12 };
    // Steps have names, and each is wanted: they lie where the longest word has no room.
    var turned = data.turn && (width < 640 || Math.max.apply(null, option.xAxis.data.join(' ').split(/\s+/).map(function (word) {
      return room.measure(word, 12);
    })) > (width - 110) / option.xAxis.data.length);
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
    var more = option.legend.show ? lines(option.legend.data, width - 10, room.measure) - 1 : 0;
    var scrolls = more > 2 && !room.paper;
    option.legend.type = scrolls ? 'scroll' : 'plain';
    if (!scrolls) option.grid.top += 22 * more;
    if (room.paper) delete option.tooltip; else point(option, data, colour, room.family);
    ['xAxis', 'yAxis'].forEach(function (name) {
      var axis = option[name];
      axis.axisLabel = { color: colour('quiet'), fontSize: text.fontSize, hideOverlap: true };
      axis.nameLocation = name === 'xAxis' ? 'middle' : 'end';
      axis.nameGap = name === 'xAxis' ? 30 : 12;
      axis.nameTextStyle = name === 'xAxis' ? text : Object.assign({ align: 'left', padding: [0, 0, 0, -24] }, text);
      axis.axisTick = { show: false };
      axis.axisLine = { show: axis.type === 'category', lineStyle: { color: colour('muted') } };
      axis.splitLine = { show: axis.type === 'value', lineStyle: { color: colour('line') } };
      if (axis.type === 'value') {
        axis.axisLabel.formatter = axisNumber(data.values, room.language);
        axis.splitNumber = data.small || name === 'xAxis' && width < 520 ? 2 : 4; // labels are not to crowd each other
        delete axis.boundaryGap;
      } else if (name === 'yAxis') {
        axis.axisLabel.interval = 0;
        axis.axisLabel.hideOverlap = false;
        axis.axisLabel.color = colour('ink');
        axis.axisLabel.lineHeight = 14;
        axis.axisLabel.formatter = function (name) { return fold(name, Math.min(210, width * 0.38), 12, 2, room.measure); };
      } else if (data.turn) {
        axis.axisLabel.interval = 0;
        axis.axisLabel.hideOverlap = false;
        axis.axisLabel.color = colour('ink');
        axis.axisLabel.lineHeight = 14;
        axis.axisLabel.formatter = function (name) { return fold(name, (width - 110) / axis.data.length, 12, 3, room.measure); };
      } else if (data.small || width < 420 && !axis.boundaryGap) { // where it begins and where it ends
        axis.axisLabel.interval = function (i) { return i === 0 || i === axis.data.length - 1; };
        axis.axisLabel.alignMinLabel = 'left';
        axis.axisLabel.alignMaxLabel = 'right';
      } else if (!axis.boundaryGap) { // labels at the ends stay inside
        axis.axisLabel.alignMinLabel = 'left';
        axis.axisLabel.alignMaxLabel = 'right';
      }
    });
    option.series.forEach(function (series) {
      series.clip = false; // nothing goes beyond the axes
      series.color = colour(series.color.slice(1));
      if (series.markArea) series.markArea.itemStyle.color = series.color;
      if (series.markLine) series.markLine.lineStyle.color = colour('quiet');
      if (series.type === 'bar') {
        series.data.forEach(function (one) {
          if (one && one.itemStyle && one.itemStyle.color) one.itemStyle.color = colour(one.itemStyle.color.slice(1));
          if (!one || !one.label) return;
          one.label.color = colour('ink');
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

  draw.axisNumber = axisNumber;
  return draw;
})();
