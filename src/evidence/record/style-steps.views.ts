/** The graph, and the table of steps. */
export const stepsStyle = `
.graph-box { overflow-x: auto; margin: 0 -.4rem 1rem; padding: .2rem .4rem; scrollbar-width: thin; }
.graph { display: block; margin: 0 auto; }
.graph.lr { width: 100%; min-width: calc(var(--natural) * .62px); max-width: calc(var(--natural) / 14 * 1rem); height: auto; }
.graph.tb, .sheet { display: none; }
.graph text { fill: var(--ink); font-size: 11px; }
.graph .id { font-size: 14px; font-weight: 700; } .graph .min { font-size: 11px; fill: var(--muted); font-variant-numeric: tabular-nums; }
.graph .job { font-size: 13.5px; font-weight: 700; } .graph .title { fill: var(--muted); font-size: 10.8px; } .graph .state { font-weight: 700; fill: var(--tone); font-size: 11.5px; }
.node { color: var(--tone); text-decoration: none; outline: none; }
.node .box { fill: color-mix(in srgb, var(--tone) var(--shade), var(--panel)); stroke: var(--tone); stroke-width: 1.4; }
.node.is-pending .box { fill: var(--panel); stroke-dasharray: 4 3; } .node.is-skipped .box { fill: var(--raised); stroke-dasharray: 1 3; }
.node.is-running .box, .node.is-submitted .box, .node.is-waiting-for-person .box, .node.is-failed .box, .node.is-suspicious .box, .node.is-unknown .box { stroke-width: 3.2; }
.node:hover .box { stroke-width: 3; } .node:focus-visible .box { stroke: var(--ink); stroke-width: 4; }
.edge .line { fill: none; stroke: var(--idle); stroke-width: 1.4; stroke-dasharray: 3 3; } .edge .reach { fill: none; stroke: transparent; stroke-width: 12; }
.edge.done .line { stroke: var(--muted); stroke-dasharray: none; } .edge.critical .line { stroke-width: 3; } .edge:hover .line { stroke: var(--link); stroke-width: 3; }
@media (prefers-reduced-motion: no-preference) {
  .node.is-running .box { stroke-dasharray: 9 5; animation: march 1.1s linear infinite; }
  @keyframes march { to { stroke-dashoffset: -14; } }
}
.steps { width: 100%; border-collapse: collapse; font-size: .93rem; }
.steps thead th { text-align: left; color: var(--muted); font-size: .82rem; font-weight: 400; padding: 0 .8rem .4rem 0; white-space: nowrap; }
.steps tbody th, .steps td { text-align: left; vertical-align: top; padding: .55rem .8rem .55rem 0; border-top: 1px solid var(--line); font-weight: 400; }
.steps tbody th { width: 17rem; } .steps .step { display: flex; gap: .7rem; padding-left: .6rem; border-left: 4px solid var(--tone); }
.steps th .id { font-weight: 700; } .steps .job { display: block; font-weight: 700; } .steps .what { display: block; color: var(--muted); font-size: .88rem; line-height: 1.3; }
.steps .what:first-child { color: var(--ink); font-size: inherit; }
.steps tr:target { background: color-mix(in srgb, var(--tone) var(--shade), var(--panel)); } .steps tr.is-pending .badge { font-weight: 400; }
.steps .times { white-space: nowrap; } .steps .minutes { white-space: nowrap; } .steps .minutes small::before { content: '/ '; } .late { color: var(--warn); }
.steps .about { color: var(--muted); } .steps .result { width: 45%; padding-right: 0; }
.codes { display: flex; flex-wrap: wrap; gap: .3rem .4rem; }
.code { display: inline-flex; align-items: center; gap: .35em; padding: .08em .5em; border: 1px solid var(--line); border-radius: .3em; font-size: .82rem; background: var(--raised); }
.code .icon, .code.loud { color: var(--tone); } .code code { font-weight: 700; } .code.loud { border: 2px solid currentColor; flex-wrap: wrap; }
.code .complaint { flex-basis: 100%; color: var(--ink); } .code.tone-idle { border-style: dashed; color: var(--muted); }
.line { margin: .15rem 0; } .line.because { color: var(--ink); } .is-failed .because, .is-suspicious .because, .is-unknown .because { color: var(--tone); font-weight: 600; }
.line .icon { color: var(--person); } .waits { color: var(--muted); } .return { color: var(--person); font-weight: 600; }
.result details { margin-top: .3rem; font-size: .86rem; } .attempt { padding: .25rem 0; } .correlator { display: block; overflow-wrap: anywhere; color: var(--muted); }
.spool { display: flex; flex-wrap: wrap; gap: .15rem .9rem; font-family: ui-monospace, "Liberation Mono", monospace; font-size: .82rem; } .commands li, .checks li { padding: .15rem 0; }
@media (max-width: 1000px) { .steps tbody th { width: 12rem; } .steps .result { width: auto; } }
@media (max-width: 760px) {
  .graph.lr { display: none; } .graph.tb { display: block; width: auto; height: auto; min-width: calc(var(--natural) * .72px); max-width: calc(var(--natural) * 1px); }
  .steps, .steps tbody { display: block; } .steps thead { display: none; }
  .steps tr { display: grid; grid-template-columns: 1fr 1fr; gap: .25rem .8rem; border: 1px solid var(--line); border-left: 5px solid var(--tone); border-radius: .4rem; padding: .6rem .7rem; margin-bottom: .6rem; }
  .steps tbody th, .steps td { border: 0; padding: 0; width: auto; } .steps .step { padding: 0; border: 0; } .steps tbody th, .steps .result { grid-column: 1 / -1; width: auto; }
  .steps td[data-label]:not(.result)::before { content: attr(data-label); display: block; font-size: .74rem; color: var(--muted); font-family: inherit; }
  .steps .result:empty { display: none; }
}
`;
