/** Colours and letters. Each pair of ink and ground has a contrast of at least 4.5 : 1, in the light and in the dark. */
export const themeStyle = `
:root {
  color-scheme: light dark;
  --ground: #f2f4f6; --panel: #fff; --raised: #f7f9fa; --ink: #13202b; --muted: #4c5b68; --line: #ccd4db; --link: #0b4f9e;
  --idle: #566471; --run: #0b57b0; --ok: #07664a; --warn: #7d5200; --bad: #b0201a; --person: #69399c; --undone: #8a3a0a;
  --shade: 9%;
  --scale: 1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0b1117; --panel: #131b23; --raised: #19232d; --ink: #e9eff4; --muted: #a3b3c1; --line: #2d3b48; --link: #8cc0ff;
    --idle: #98a8b7; --run: #7fbaff; --ok: #58d3a6; --warn: #f4bd56; --bad: #ff8f86; --person: #d2adff; --undone: #ffaa78;
    --shade: 13%;
  }
}
html { font-size: 16px; -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
@media (min-width: 1800px) { :root { font-size: 19px; --scale: 1.19; } }
@media (min-width: 2500px) { :root { font-size: 25px; --scale: 1.56; } }
@media (min-width: 3500px) { :root { font-size: 36px; --scale: 2.25; } }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.45;
  font-family: "IBM Plex Sans", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
code, .job, .jobid, .id { font-family: "IBM Plex Mono", ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
time, .big, .minutes, .times { font-variant-numeric: tabular-nums; }
h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: var(--link); text-underline-offset: .18em; }
small { font-size: .8em; font-weight: 400; color: var(--muted); }
q { quotes: '«' '»'; }
:focus-visible { outline: 3px solid var(--run); outline-offset: 2px; border-radius: 3px; }
main:focus, tr:focus { outline: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sprite { position: absolute; }
.icon { width: 1em; height: 1em; flex: none; vertical-align: -.13em; }
.tone-idle { --tone: var(--idle); } .tone-run { --tone: var(--run); } .tone-ok { --tone: var(--ok); }
.tone-warn { --tone: var(--warn); } .tone-bad { --tone: var(--bad); } .tone-person { --tone: var(--person); }
.tone-undone { --tone: var(--undone); }
.badge { display: inline-flex; align-items: center; gap: .4em; color: var(--tone); font-weight: 600; white-space: nowrap; }
.badge.large { font-size: 1.35rem; padding: .3em .75em; border: 2px solid currentColor; border-radius: .4em; background: color-mix(in srgb, var(--tone) var(--shade), var(--panel)); }
.none { color: var(--muted); } .found { color: var(--muted); } .digest { font-size: .85em; color: var(--muted); }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .6rem; z-index: 9; background: var(--panel); padding: .4rem .8rem; }
`;
