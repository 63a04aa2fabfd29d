// How wide texts are in DejaVu Sans, the widest of the page's fonts, in
// hundredths of the size: what does not overlap in it does not overlap in any
// other.
var clienteleText = (function () {
  'use strict';
  var wide = {};
  function note(first, widths) {
    widths.split(' ').forEach(function (width, i) { wide[String.fromCharCode(first + i)] = +width; });
  }
  note(0x20, '32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 100 68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 50 61 63 55 63 62 35 63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84');
  note(0xa0, '32 40 64 64 64 64 34 50 50 100 47 61 84 36 100 50 50 84 40 40 50 64 64 32 50 40 47 61 97 97 97 53 68 68 68 68 68 68 97 70 63 63 63 63 29 29 29 29 77 75 79 79 79 79 79 84 79 73 73 73 73 61 60 63 61 61 61 61 61 61 98 55 62 62 62 62 28 28 28 28 61 63 61 61 61 61 61 84 61 63 63 63 63 59 63 59');
  note(0x410, '68 69 69 61 78 63 108 64 75 75 71 75 86 75 79 75 60 70 61 61 86 69 78 69 107 109 83 88 69 70 108 69 61 62 59 53 69 62 90 53 65 65 60 64 75 65 61 65 63 55 58 59 85 59 68 59 92 94 71 79 59 55 84 60');
  ['401 63', '451 62', '404 70', '406 29', '407 29', '454 55', '456 28', '457 28', '2013 50', '2014 100', '2019 32', '201c 52', '201d 52', '201e 52', '2026 100', '202f 20', '20ac 64', '20bd 64', '2116 104', '2212 84'].forEach(function (one) {
    var parts = one.split(' ');
    wide[String.fromCharCode(parseInt(parts[0], 16))] = +parts[1];
  });
  return {
    measureText: function (text, font) {
      var size = /([\d.]+)px/.exec(font), sum = 0;
      for (var i = 0; i < text.length; i++) {
        var one = wide[text[i]];
        sum += one === undefined ? 100 : one;
      }
      return { width: sum / 100 * (size ? +size[1] : 12) * (/bold|[6-9]00/.test(font) ? 1.13 : 1) };
    }
  };
})();
