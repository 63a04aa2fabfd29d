// What echarts draws for a figure's data. Nothing here knows of a document or a
// window, so that the same pictures are made in the page and beside it:
//
//   data    the figure's data block
//   colour  function from a name in the palette to the colour
//   room    {width, family, language}: pixels, font family, language of numbers
var clienteleDraw = (function () {
  'use strict';

  function axisNumber(kind, language) {
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
  function streams(data, colour, width, family) {
    var narrow = width < 640, last = data.heads.length - 1;
    var nodes = data.nodes.map(function (node) {
      var one = { name: node.name, depth: node.depth, tip: node.tip, itemStyle: { color: colour(node.color.slice(1)), borderWidth: 0 } };
      one.label = {
        show: !narrow || node.depth === 0 || node.depth === last,
        position: node.depth === last ? 'left' : 'right', formatter: node.label.replace(/[{}|]/g, ' '), color: colour('ink'), fontSize: narrow ? 11 : 12, fontFamily: family,
        textBorderColor: colour('surface'), textBorderWidth: 3, width: narrow ? width * 0.36 : width / last * 0.6, overflow: 'truncate'
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
      tooltip: {
        trigger: 'item', renderMode: 'richText', confine: true, backgroundColor: colour('surface'), borderColor: colour('line'),
        textStyle: { color: colour('ink'), fontSize: 12, fontFamily: family, lineHeight: 18 }, formatter: function (p) { return p.data.tip; }
      },
      series: [{
        type: 'sankey', data: nodes, links: links, left: 0, right: 2, top: 28, bottom: 6, nodeWidth: 14, nodeGap: narrow ? 10 : 14,
        draggable: false, layoutIterations: 0, lineStyle: { color: 'gradient', opacity: 0.32, curveness: 0.5 }, emphasis: { focus: 'none', lineStyle: { opacity: 0.6 } }
      }]
    };
  }

  return function (data, colour, room) {
    var width = room.width;
    if (data.nodes) return streams(data, colour, width, room.family);
    var option = JSON.parse(JSON.stringify(data.option));
    var text = { color: colour('quiet'), fontFamily: room.family, fontSize: data.small ? 10 : 12 };
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
    option.tooltip.backgroundColor = colour('surface');
    option.tooltip.borderColor = colour('line');
    option.tooltip.textStyle = { color: colour('ink'), fontSize: 12, fontFamily: text.fontFamily, lineHeight: 18 };
    option.tooltip.axisPointer = option.series[0].type === 'bar' ?
      { type: 'shadow', shadowStyle: { color: colour('muted'), opacity: 0.15 } } : { type: 'line', lineStyle: { color: colour('muted') } };
    option.tooltip.formatter = function (points) { return data.tips[points[0].dataIndex]; };
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
        axis.splitNumber = data.small ? 2 : 4;
        delete axis.boundaryGap;
      } else if (name === 'yAxis') {
        axis.axisLabel.interval = 0;
        axis.axisLabel.hideOverlap = false;
        axis.axisLabel.color = colour('ink');
        axis.axisLabel.width = Math.min(210, width * 0.38);
        axis.axisLabel.overflow = 'truncate';
      } else if (data.turn) { // steps have names, and each is wanted
        axis.axisLabel.interval = 0;
        axis.axisLabel.hideOverlap = false;
        axis.axisLabel.color = colour('ink');
        axis.axisLabel.width = Math.max(60, (width - 70) / axis.data.length - 8);
        axis.axisLabel.overflow = 'break';
      } else if (!axis.boundaryGap) { // labels at the ends stay inside
        axis.axisLabel.alignMinLabel = 'left';
        axis.axisLabel.alignMaxLabel = 'right';
      }
    });
    option.series.forEach(function (series) {
      series.color = colour(series.color.slice(1));
      if (series.markArea) series.markArea.itemStyle.color = series.color;
      if (series.markLine) series.markLine.lineStyle.color = colour('quiet');
      if (series.type === 'bar') {
        series.data.forEach(function (one) {
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
  };
})();
