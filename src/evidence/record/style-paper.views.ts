/** On paper, A4 or Letter: dark ink on white, nothing cut in two, what is only for the screen left out. */
export const paperStyle = `
@page { margin: 13mm 12mm 15mm; @bottom-right { content: counter(page) ' / ' counter(pages); font: 8pt sans-serif; color: #4c5b68; } }
@media print {
  :root { color-scheme: light; --ground: #fff; --panel: #fff; --raised: #fff; --ink: #000; --muted: #3f4c58; --line: #b9c2ca; --link: #000; --shade: 5%;
    --idle: #4c5966; --run: #0b4a94; --ok: #07573f; --warn: #6b4600; --bad: #a11610; --person: #5b2f8a; --undone: #7a3208; }
  :root { font-size: 10.5px; --scale: .7; } .top, .skip, .unprinted { display: none; } main, footer { padding: 0; max-width: none; } a { color: inherit; text-decoration: none; }
  section, .timeline, .clock .figure { border-radius: 0; } section { padding: .8rem 0 0; border-width: 1px 0 0; } .needs { padding-left: .8rem; border-left-width: 5px; }
  .clock { grid-template-columns: repeat(4, minmax(0, 1fr)); } .clock .big { font-size: 1.9rem; }
  h2, h3, summary { break-after: avoid; } tr, .need, .change header, .results li, .clock, .timeline, .node { break-inside: avoid; }
  .graph.lr { display: none; } .graph.tb { display: block; width: auto; max-width: 100%; max-height: 235mm; min-width: 0; height: auto; } .graph-box { overflow: visible; break-inside: avoid; }
  .kept .graph-box { display: none; } .sheet { display: block; break-before: page; border: 0; } .sheet .graph { margin: 0; }
  #passed-checks .results { columns: 2; column-gap: 1.6rem; } #passed-checks li { grid-template-columns: 4.2rem minmax(0, 1fr); padding: .22rem 0; font-size: .88em; }
  .steps thead, .approvals thead { display: table-header-group; } .pair { display: block; } .pair section { margin-bottom: 1rem; } summary { color: var(--muted); list-style: none; }
  .node.is-running .box { animation: none; } .badge, .bar rect, .node .box, .code, .clock .figure { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
