// Tables that sort by their headings and find a text in their rows. Both see
// the rows of the page; on paper there are all of them again.
(function () {
  'use strict';
  var language = document.documentElement.lang;
  var texts = new Intl.Collator(language, { numeric: true });
  var counts = new Intl.NumberFormat(language);

  // What a cell is sorted by: a number, a day, or its text; null where it is
  // empty. A sign in place of a missing number is no number.
  function keyOf(cell, numeric) {
    var number = cell.querySelector('data'), day = cell.querySelector('time');
    if (number) return Number(number.value);
    if (numeric) return null;
    if (day) return day.dateTime;
    return cell.textContent.trim() || null;
  }

  function compare(a, b) {
    if (typeof a === 'number') return a - b;
    return texts.compare(a, b);
  }

  // Rows in the order of a column; those without a value are last both ways,
  // equal ones stay as they were written.
  function sorted(rows, column, way) {
    var numeric = rows.some(function (row) { return row.cells[column].querySelector('data'); });
    var keyed = rows.map(function (row, i) { return { row: row, key: keyOf(row.cells[column], numeric), i: i }; });
    keyed.sort(function (a, b) {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.i - b.i;
      return way * compare(a.key, b.key) || a.i - b.i;
    });
    return keyed.map(function (one) { return one.row; });
  }

  function makeSortable(table) {
    var body = table.tBodies[0], written = Array.from(body.rows), heads = Array.from(table.tHead.rows[0].cells);
    var by = -1, way = 0, first = 0;
    function press(column) {
      if (column !== by) {
        by = column;
        first = written.some(function (row) { return row.cells[column].querySelector('data, time'); }) ? -1 : 1;
        way = first;
      } else {
        way = way === first ? -first : 0;
        if (way === 0) by = -1;
      }
      heads.forEach(function (head, i) {
        if (i === by) head.setAttribute('aria-sort', way > 0 ? 'ascending' : 'descending');
        else head.removeAttribute('aria-sort');
      });
      var order = way === 0 ? written : sorted(written, by, way);
      body.append.apply(body, order);
    }
    heads.forEach(function (head, column) {
      if (!head.textContent.trim()) return;
      var button = document.createElement('button');
      button.type = 'button';
      button.append.apply(button, Array.from(head.childNodes));
      button.addEventListener('click', function () { press(column); });
      head.append(button);
    });
    table.caption.append(' (' + table.dataset.sort + ')');
  }

  // Without case, accents and kinds of blanks.
  function plain(text) {
    return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase(language).replace(/\s+/g, ' ').trim();
  }

  // What a cell is found by: its text, and a number without its thousands' marks.
  function findable(cell) {
    var text = plain(cell.textContent);
    return cell.querySelector('data') ? text + '\n' + text.replace(/[ .,](?=\d{3}(?!\d))/g, '') : text;
  }

  function makeFilter(tools, table) {
    var field = tools.querySelector('input'), told = tools.querySelector('output');
    if (!field) return;
    var rows = Array.from(table.tBodies[0].rows).map(function (row) {
      return { row: row, text: Array.from(row.cells, findable).join('\n') };
    });
    function filter() {
      var wanted = plain(field.value), found = 0;
      rows.forEach(function (one) {
        one.row.hidden = !one.text.includes(wanted);
        if (!one.row.hidden) found++;
      });
      if (table.tFoot) table.tFoot.hidden = wanted !== ''; // a sum of all rows
      told.textContent = wanted === '' ? '' : told.dataset.found.replace('{found}', counts.format(found));
    }
    field.addEventListener('input', filter);
    field.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || field.value === '') return;
      event.preventDefault();
      field.value = '';
      filter();
    });
    filter(); // the field may come back with what was in it
  }

  document.querySelectorAll('table[data-sort]').forEach(function (table) {
    makeSortable(table);
    var tools = table.closest('.edge').previousElementSibling;
    if (!tools || !tools.matches('.tools')) return;
    tools.hidden = false;
    makeFilter(tools, table);
  });

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
  document.querySelectorAll('details.behind').forEach(function (behind) { behind.addEventListener('toggle', shadeAll); });
  addEventListener('resize', shadeAll);
  shadeAll();
})();
