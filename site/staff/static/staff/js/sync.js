/* Shows how far a sync is, and opens its result when it has finished. Without this file the page reloads itself. */
const box = document.querySelector("[data-progress]");
const text = box?.querySelector("[data-progress-text]");
const bar = box?.querySelector("[data-progress-bar]");
const PAUSE = 1000;
const LONGEST_PAUSE = 15000;

function show(progress) {
    if (text.textContent !== progress.text) text.textContent = progress.text;
    if (progress.total) {
        bar.max = progress.total;
        bar.value = progress.done;
    } else {
        bar.removeAttribute("value");
    }
}

async function poll(pause) {
    try {
        const answer = await fetch(box.dataset.status, { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(answer.statusText);
        const progress = await answer.json();
        show(progress);
        if (progress.finished) {
            window.location.assign(box.dataset.page);
            return;
        }
        window.setTimeout(poll, PAUSE, PAUSE);
    } catch {
        // the network may come back; ask less and less often meanwhile
        window.setTimeout(poll, pause, Math.min(pause * 2, LONGEST_PAUSE));
    }
}

if (box) window.setTimeout(poll, PAUSE / 2, PAUSE);
