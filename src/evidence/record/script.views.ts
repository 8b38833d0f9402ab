/**
 * The script of the live page. It listens to the book's events, fetches the same page again and exchanges its main
 * part: place on the page, opened details, places of scrolled boxes and the keyboard's focus stay, and what changed is
 * said to who cannot see it. Without it the page is complete, and stands still.
 */
export const recordScript = `'use strict';
(() => {
  const main = () => document.getElementById('main');
  const link = document.getElementById('link');
  const told = document.getElementById('told');
  const focusable = 'a[href], summary, [tabindex="0"]';
  let busy = false, again = false, due = 0;

  function place() {
    const at = document.activeElement;
    const open = {}, scrolled = {};
    for (const each of main().querySelectorAll('details[id]')) open[each.id] = each.open;
    for (const each of main().querySelectorAll('.graph-box[id]')) scrolled[each.id] = [each.scrollLeft, each.scrollTop];
    const home = main().contains(at) && at.closest('[id]');
    const focus = home ? { home: home.id, index: home === at ? -1 : [...home.querySelectorAll(focusable)].indexOf(at) } : null;
    const anchor = [...main().querySelectorAll('[id]')].find((each) => each.getBoundingClientRect().bottom > 0);
    return { open, scrolled, focus, anchor: anchor && { id: anchor.id, top: anchor.getBoundingClientRect().top } };
  }

  function restore({ open, scrolled, focus, anchor }) {
    for (const [id, isOpen] of Object.entries(open)) {
      const each = document.getElementById(id);
      if (each) each.open = isOpen;
    }
    for (const [id, [left, top]] of Object.entries(scrolled)) document.getElementById(id)?.scrollTo(left, top);
    if (focus) {
      const home = document.getElementById(focus.home);
      (focus.index < 0 ? home : home?.querySelectorAll(focusable)[focus.index])?.focus({ preventScroll: true });
    }
    const now = anchor && window.scrollY > 0 ? document.getElementById(anchor.id) : null;
    if (now) window.scrollBy({ top: now.getBoundingClientRect().top - anchor.top, behavior: 'instant' });
  }

  const said = (of) => [...of.querySelectorAll('[data-told]')].map((each) => each.dataset.told);

  function announce(before, after) {
    const news = after.filter((each) => !before.includes(each));
    if (news.length > 0) told.textContent = news.slice(0, 5).join('. ');
  }

  async function refresh() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, credentials: 'same-origin', cache: 'no-store' });
      if (answer.redirected) { location.reload(); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const next = page.getElementById('main');
      if (!next) return;
      const kept = place(), before = said(main()), streams = main().dataset.streams;
      main().replaceWith(next);
      document.title = page.title;
      restore(kept);
      announce(before, said(next));
      if (next.dataset.streams !== streams) follow();
      tell(true);
    } catch { tell(false); } finally {
      busy = false;
      if (again) { again = false; soon(); }
    }
  }

  function soon() {
    if (due) return;
    due = setTimeout(() => { due = 0; refresh(); }, 250);
  }

  function tell(isLive) {
    const words = isLive ? 'live' : 'not connected: trying again';
    if (link.textContent !== words) link.textContent = words;
    link.classList.toggle('lost', !isLive);
  }

  let source;
  function follow() {
    source?.close();
    const streams = (main().dataset.streams ?? '').split(' ').filter(Boolean);
    source = new EventSource('/api/v1/events?' + new URLSearchParams(streams.map((each) => ['stream', each])));
    source.addEventListener('page', soon);
    source.addEventListener('open', () => { tell(true); soon(); });
    source.addEventListener('error', () => tell(false));
  }

  follow();
  setInterval(() => {
    if (source.readyState === EventSource.CLOSED) follow();
    if (!document.hidden) soon();
  }, 5000);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) soon(); });
  let closed = [];
  addEventListener('beforeprint', () => { closed = [...document.querySelectorAll('details:not([open])')]; for (const each of closed) each.open = true; });
  addEventListener('afterprint', () => { for (const each of closed) each.open = false; });
  const busyNode = [...document.querySelectorAll('.graph-box')].map((box) => [box, box.querySelector('.lr .is-running, .lr .is-failed, .lr .is-waiting-for-person')]);
  for (const [box, node] of busyNode) if (node && box.scrollWidth > box.clientWidth) box.scrollLeft += node.getBoundingClientRect().left - box.getBoundingClientRect().left - box.clientWidth / 3;
})();
`;
