// Runs in a page that is printed, and beside plotly.js where a figure is drawn small.

// Waits until every figure and every letter is there.
function allDrawn() {
  return new Promise((done) => {
    const look = () => {
      const plots = [...document.querySelectorAll('.plot')];
      if (document.readyState === 'complete' && plots.every((plot) => plot.querySelector('.main-svg'))) {
        document.fonts.ready.then(() => done(true));
      } else { setTimeout(look, 20); }
    };
    look();
  });
}

// Makes figures fit a page: one a little too high is drawn smaller, a higher one of rows is taken apart between two rows, each part with its
// axis, another is drawn lower. `first` is the height in CSS pixels of a figure below its heading, `more` that of a part on a page of its own.
async function fitToPaper(first, more) {
  for (const plot of document.querySelectorAll('.plot')) {
    plot.style.breakInside = 'avoid';
    const drawn = plot._fullLayout, axis = drawn.yaxis;
    const figure = plot.closest('figure'), whole = figure.getBoundingClientRect().height;
    if (whole <= more) continue;
    if (whole <= 1.3 * more) {
      figure.style.zoom = more / whole;
      continue;
    }
    const rows = (plot.layout.annotations || []).filter((note) => note.yref === 'y' && note.name !== 'key').sort((a, b) => b.y - a.y);
    const labels = rows.filter((note) => !note.text.startsWith('<b>')).map((note) => note.y);  // no part ends below a heading
    if (labels.length < 8 || drawn.yaxis2 || axis.type !== 'linear') {
      await Plotly.relayout(plot, {height: first});
      plot.style.height = first + 'px';
      continue;
    }
    const unit = axis._length / (axis.range[1] - axis.range[0]), around = drawn.height - axis._length;
    const cuts = [...new Set(labels)].map((y) => y - 0.35);
    cuts[cuts.length - 1] = axis.range[0];
    const parts = [];
    for (let top = axis.range[1], most = first - around; top > axis.range[0]; most = more - around) {
      const rest = (top - axis.range[0]) * unit, room = Math.min(most, rest / Math.ceil(rest / most) + 40);
      const fits = cuts.filter((cut) => cut < top && (top - cut) * unit <= room);
      const end = fits.length ? fits[fits.length - 1] : cuts.find((cut) => cut < top);
      parts.push([end, top]);
      top = end;
    }
    const data = plot.data, layout = plot.layout, place = plot.parentNode;
    figure.style.breakInside = 'auto';
    figure.querySelectorAll('.finding, .subtitle').forEach((words) => { words.style.breakAfter = words.style.breakInside = 'avoid'; });
    for (const [low, high] of parts) {
      const part = document.createElement('div'), height = Math.round((high - low) * unit + around);
      part.className = 'plot';
      part.style.cssText = 'break-inside: avoid; height: ' + height + 'px';
      place.insertBefore(part, plot);
      const annotations = layout.annotations.filter((note) => note.yref !== 'y' || (note.y > low && note.y <= high));
      await Plotly.newPlot(part, data, {...layout, annotations, height, yaxis: {...layout.yaxis, range: [low, high], autorange: false}},
        {displayModeBar: false, locale: document.documentElement.lang});
    }
    Plotly.purge(plot);
    plot.remove();
  }
}

// Gives a figure as the address of a PNG of 320 by 180 pixels.
async function drawSmall(figure) {
  return await Plotly.toImage(figure, {format: 'png', width: 320, height: 180});
}
