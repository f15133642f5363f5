// A line at the present in today's grid, moved every half minute. The grid's axis says which moment stands at which row.

const EVERY = 30000;

export function markNow(page) {
  const grids = page.querySelectorAll("[data-today] .schedule-grid[data-axis]");
  const link = page.querySelector("[data-to-now]");
  link?.addEventListener("click", (event) => {
    const target = [...page.querySelectorAll("[data-now-line], .talk--now, #now")].find((part) => part.checkVisibility?.() ?? true);
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView({ block: "center", inline: "nearest" });
  });
  if (!grids.length) return;
  const draw = () => {
    for (const grid of grids) place(grid);
  };
  draw();
  setInterval(draw, EVERY);
}

function place(grid) {
  const row = rowOf(grid.dataset.axis, Date.now());
  let line = grid.querySelector("[data-now-line]");
  if (row === null) {
    line?.remove();
    return;
  }
  if (!line) {
    line = document.createElement("div");
    line.dataset.nowLine = "";
    line.setAttribute("aria-hidden", "true");
    grid.append(line);
  }
  line.className = `schedule-grid__now r${row}`;
}

function rowOf(axis, now) {
  const points = axis.split(" ").map((point) => point.split(":").map(Number));
  for (let index = 1; index < points.length; index += 1) {
    const [from, low] = points[index - 1];
    const [to, high] = points[index];
    if (now >= from && now < to) return Math.floor(low + ((now - from) / (to - from)) * (high - low));
  }
  return null;
}
