// Runs in the page of kit.printing.picture, beside plotly.js: draws a figure as SVG, and shows an SVG to be photographed.

// Plotly names clips and patterns by chance; from one seed the names are the same in every run, and from another they are others.
function seed(state) {
  Math.random = function () {
    state = (state + 0x6d2b79f5) | 0;
    var mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function loaded() {
  return Promise.all(Array.from(document.fonts).map(function (face) { return face.load(); }));
}

// The letters have to be there before Plotly measures its texts.
async function draw(figure, size, letters, chance) {
  document.body.innerHTML = "<style>" + letters + "</style>";
  await loaded();
  seed(chance);
  return Plotly.toImage(figure, {format: "svg", width: size.width, height: size.height, imageDataOnly: true});
}

async function show(svg) {
  document.body.innerHTML = svg;
  document.body.firstElementChild.style.display = "block";
  await loaded();
  await new Promise(function (done) { requestAnimationFrame(function () { requestAnimationFrame(done); }); });
}
