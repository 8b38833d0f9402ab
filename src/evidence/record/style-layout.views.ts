/** Where things stand: title, clock, what needs a person, sections. */
export const layoutStyle = `
.top { display: flex; align-items: center; gap: 1.4rem; padding: .55rem clamp(.8rem, 2vw, 2rem); background: var(--panel); border-bottom: 1px solid var(--line); font-size: .9rem; }
.brand { font-weight: 700; letter-spacing: .02em; color: var(--ink); text-decoration: none; }
.links { display: flex; gap: 1rem; flex: 1; }
.link { display: inline-flex; align-items: center; gap: .45em; color: var(--ok); font-weight: 600; }
.link::before { content: ''; width: .6em; height: .6em; border-radius: 50%; background: currentColor; }
.link.lost { color: var(--bad); } .link.lost::before { border-radius: 0; }
main, footer { padding: 0 clamp(.8rem, 2vw, 2rem); max-width: 120rem; margin: 0 auto; }
main { padding-top: 1.2rem; display: grid; gap: 1.1rem; grid-template-columns: minmax(0, 1fr); }
footer { padding-top: 1.6rem; padding-bottom: 2rem; color: var(--muted); font-size: .85rem; }
section, .timeline, .clock .figure { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; }
section { padding: 1rem 1.2rem 1.2rem; min-width: 0; }
h2 { font-size: 1.08rem; font-weight: 650; margin-bottom: .7rem; } h2 small { margin-left: .5em; }
h3 { font-size: 1rem; font-weight: 650; }
.title { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .35rem 1.5rem; align-items: end; }
.title .over { color: var(--muted); } .title .over .id { font-weight: 700; color: var(--ink); }
h1 { font-size: clamp(1.5rem, 1.1rem + 1.5vw, 2.2rem); line-height: 1.15; font-weight: 680; letter-spacing: -.012em; }
.title .state { display: flex; flex-direction: column; gap: .3rem; align-items: flex-end; }
.outcome { display: inline-flex; gap: .5em; align-items: center; color: var(--muted); }
.facts { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; color: var(--muted); font-size: .9rem; }
.facts b, .facts code { color: var(--ink); } .title .facts { grid-column: 1 / -1; }
.clock { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .7rem; }
.clock .figure { padding: .75rem 1rem .85rem; border-top: 4px solid var(--tone); }
.clock dt { color: var(--muted); font-size: .85rem; }
.clock .big { font-size: 2.35rem; line-height: 1.15; font-weight: 650; letter-spacing: -.02em; display: flex; align-items: center; gap: .3em; white-space: nowrap; }
.clock .big small { font-size: .42em; letter-spacing: 0; align-self: flex-end; padding-bottom: .35em; }
.clock .big .icon { color: var(--tone); font-size: .62em; } .clock .big s { color: var(--muted); text-decoration-thickness: 2px; }
.clock .says { color: var(--muted); font-size: .92rem; } .clock .says strong { color: var(--ink); }
.tone-bad .says strong, .tone-warn .says strong { color: var(--tone) !important; }
.notice { border-left: 6px solid var(--bad); font-weight: 600; }
.needs { border-left: 6px solid var(--ok); } .needs.todo { border-left-color: var(--person); } .needs.bad { border-left-color: var(--bad); }
.needs .nothing { display: flex; gap: .5em; align-items: baseline; color: var(--ink); } .needs .nothing .icon { color: var(--ok); }
.need { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: .2rem .9rem; padding: .7rem 0; border-top: 1px solid var(--line); }
.need:first-child { border-top: 0; padding-top: 0; }
.need-sign { color: var(--tone); font-size: 1.5rem; line-height: 1.2; }
.need h3 { font-size: 1.1rem; } .need h3 a { color: inherit; text-decoration-color: var(--line); }
.need p { max-width: 75ch; } .need .whose { text-align: right; } .need .whose span { display: block; font-size: .8rem; color: var(--muted); }
.need .whose b { font-size: 1.15rem; } .need .may { margin-top: .6rem; color: var(--muted); font-size: .9rem; }
.choices { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .5rem; margin-top: .3rem; }
.choices li { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem; background: var(--raised); }
.choices .advised { border: 2px solid var(--tone); background: color-mix(in srgb, var(--tone) var(--shade), var(--panel)); }
.choices .agreed { color: var(--tone); font-size: .82rem; font-weight: 600; margin-left: .4em; } .choices .effect { display: block; font-size: .88rem; color: var(--muted); }
.advised .effect { color: var(--ink); }
.needs .open { margin-top: .8rem; padding-top: .7rem; border-top: 1px solid var(--line); } .needs .open .icon { color: var(--warn); }
.need .request { margin-top: .45rem; font-size: .85rem; color: var(--muted); } .request code { color: var(--ink); overflow-wrap: anywhere; }
.coming { margin-top: .8rem; padding-top: .7rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .93rem; }
.coming h3 { font-size: .85rem; font-weight: 400; } .coming ol { display: flex; flex-wrap: wrap; gap: .25rem 2rem; } .coming b { color: var(--ink); }
.timeline { padding: .8rem 1rem .4rem; } .timeline svg { display: block; overflow: visible; }
.timeline text { font-size: .75rem; fill: var(--muted); } .timeline .short { display: none; }
.timeline .window { fill: var(--raised); stroke: var(--line); }
.timeline .tick line { stroke: var(--line); } .timeline .lane { font-size: .7rem; paint-order: stroke; stroke: var(--raised); stroke-width: 4px; }
.bar rect { stroke-width: 1; } .bar .name { font-size: .66rem; font-weight: 700; font-family: ui-monospace, "Liberation Mono", monospace; }
.bar.plan rect { fill: color-mix(in srgb, var(--idle) 16%, var(--panel)); stroke: var(--idle); } .bar.plan .name { fill: var(--ink); }
.bar.to-come rect { fill: none; stroke: var(--idle); stroke-dasharray: 3 2; } .bar.to-come .name { fill: var(--muted); }
.bar.done rect { fill: var(--tone); stroke: var(--panel); } .bar.done .name { fill: var(--panel); }
.bar.is-running rect { fill: color-mix(in srgb, var(--tone) 30%, var(--panel)); stroke: var(--tone); stroke-dasharray: 4 2; } .bar.is-running .name { fill: var(--ink); }
line.mark { stroke: currentColor; stroke-width: 1.5; } .mark path { fill: currentColor; transform: scale(var(--scale)); }
.timeline .mark text { fill: currentColor; font-weight: 600; paint-order: stroke; stroke: var(--panel); stroke-width: 5px; stroke-linejoin: round; }
.mark.now { color: var(--run); } line.mark.now { stroke-width: 2.5; } .mark.no-return { color: var(--person); } line.mark.no-return { stroke-dasharray: 2 3; }
.mark.last-backout { color: var(--undone); } line.mark.last-backout { stroke-dasharray: 6 3; } .mark.cut-off { color: var(--bad); }
.mark.cut-off path { fill: none; stroke: currentColor; stroke-width: 2; }
.tonight { display: grid; gap: 1.1rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 1800px) and (orientation: landscape) { .tonight:has(.timeline) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; } }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(34rem, 100%), 1fr)); gap: 1.1rem; align-items: start; }
.pair > div { display: grid; gap: 1.1rem; min-width: 0; grid-template-columns: minmax(0, 1fr); }
summary { cursor: pointer; color: var(--link); } summary h2 { display: inline; color: var(--ink); }
.results li, .decisions li { display: grid; grid-template-columns: 7.2rem minmax(0, 1fr); gap: .2rem .8rem; padding: .45rem 0; border-top: 1px solid var(--line); align-items: start; }
.results li:first-child, .decisions li:first-child { border-top: 0; } .results .next, .answer { display: block; } .decisions .at { color: var(--muted); }
.change + .change { margin-top: 1.2rem; padding-top: 1.1rem; border-top: 1px solid var(--line); } .change > p, .change > header { margin-bottom: .5rem; }
.change .id { font-weight: 700; } .items { columns: 2 16rem; font-size: .9rem; padding: .4rem 0; } .items em { color: var(--ok); font-weight: 600; font-style: normal; }
.approvals { width: 100%; border-collapse: collapse; font-size: .92rem; margin: .6rem 0; }
.approvals th, .approvals td { text-align: left; vertical-align: top; padding: .45rem .8rem .45rem 0; border-top: 1px solid var(--line); font-weight: 400; }
.approvals thead th { border-top: 0; color: var(--muted); font-size: .82rem; } .approvals tbody th { font-weight: 650; }
.approvals .found { display: block; font-weight: 400; font-size: .85rem; } .approvals q { display: block; color: var(--muted); } .fallen { color: var(--muted); }
.fallen strong { color: var(--bad); } .plain li { padding: .25rem 0; overflow-wrap: anywhere; }
.list { width: 100%; border-collapse: collapse; } .list th, .list td { text-align: left; padding: .6rem .8rem .6rem 0; border-top: 1px solid var(--line); vertical-align: top; }
.list thead th { border-top: 0; color: var(--muted); font-size: .85rem; font-weight: 400; }
@media (max-width: 760px) { main { overflow-wrap: anywhere; } .steps .badge, .badge { white-space: normal; } }
@media (max-width: 640px) {
  .title { grid-template-columns: minmax(0, 1fr); } .title .state { align-items: flex-start; }
  .clock { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem; } .clock .figure { padding: .55rem .7rem; } .clock .big { font-size: 1.65rem; white-space: normal; } .clock .says { font-size: .85rem; }
  section { padding: .8rem .85rem 1rem; } .need { grid-template-columns: auto minmax(0, 1fr); } .need .whose { grid-column: 2; text-align: left; } .need .whose span { display: inline; margin-right: .5em; }
  .timeline .tick.odd text, .bar .name.tight { display: none; } .timeline .long { display: none; } .timeline .short { display: inline; } .results li, .decisions li { grid-template-columns: minmax(0, 1fr); }
  .approvals thead { display: none; } .approvals tr { display: block; padding: .5rem 0; border-top: 1px solid var(--line); } .approvals th, .approvals td { display: block; border: 0; padding: .1rem 0; }
}
`;
