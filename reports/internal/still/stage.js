// What the chart library misses where there is no window, and how a picture is
// taken.
var setTimeout = function () { return 0; }, clearTimeout = function () {};

// The picture of a chart's data as SVG.
function clientelePaint(data, colours, width, height, language) {
  'use strict';
  colours = JSON.parse(colours);
  var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: height });
  try {
    var room = {
      width: width, family: 'sans-serif', language: language, paper: true,
      measure: function (text, size) { return clienteleText.measureText(text, size + 'px').width; }
    };
    chart.setOption(clienteleDraw(JSON.parse(data), function (name) { return colours[name]; }, room));
    // renderToSVGString has no way to leave out what a pointer would change.
    return chart.getZr().painter.renderToString({ cssAnimation: false, cssEmphasis: false });
  } finally {
    chart.dispose();
  }
}
