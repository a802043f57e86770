/** For both colour schemes, and for paper. What is gained is warm, what is lost is cold, and what stays is grey. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --text: #1f2328; --muted: #59636e; --page: #ffffff; --panel: #f6f8fa; --line: #d1d9e0; --edge: #8c959f;
  --gained: #9a3f00; --gained-panel: #fff1e5; --lost: #0a5397; --lost-panel: #e8f3ff;
  --changed: #6e3fb0; --focus: #0969da;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --muted: #9aa4af; --page: #0d1117; --panel: #151b23; --line: #30363d; --edge: #6e7681;
    --gained: #ffa657; --gained-panel: #2d1d0d; --lost: #79c0ff; --lost-panel: #0f2239;
    --changed: #d2a8ff; --focus: #58a6ff;
  }
}
* { box-sizing: border-box }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 74rem;
  font-size: 15px; line-height: 1.5;
  color: var(--text); background: var(--page);
}
body, svg { font-family: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
code, svg .name { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace }
code { font-size: .86em; unicode-bidi: isolate; overflow-wrap: anywhere }
a { color: var(--lost) }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem 2rem }
header, .of { margin: 0 0 1.25rem; font-size: 1rem; font-weight: 400; color: var(--muted) }
header .of { margin: 0 }
h2, h3 { line-height: 1.3; text-wrap: balance }
.verdict { margin: 0 0 1.25rem; font-size: 1.5rem; font-weight: 600 }
.verdict strong { padding: .12em .5em; margin-right: .2em; border-radius: 6px; border: 1px solid; letter-spacing: .01em }
.verdict .gained { color: var(--gained); background: var(--gained-panel) }
.verdict .lost { color: var(--lost); background: var(--lost-panel) }
.verdict .kept { color: var(--muted); background: var(--panel) }
.verdict > span { display: block; margin-top: .75rem; font-size: 1rem; font-weight: 400 }
.part { margin: 2.75rem 0 .75rem; font-size: 1.1rem }
.plans { padding: 0; list-style: none }
.plans li { padding: .6rem 0; border-top: 1px solid var(--line) }
.plan + .plan { margin-top: 4rem; padding-top: 2rem; border-top: 3px solid var(--line) }

.search { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem }
.search[hidden] { display: none }
input {
  font: inherit; color: inherit; background: var(--page); width: 18rem; max-width: 100%;
  padding: .4rem .7rem; border: 1px solid var(--edge); border-radius: 6px;
}
output { color: var(--muted) }

.scroll { overflow-x: auto }
table { width: 100%; border-collapse: collapse; text-align: left }
caption { text-align: left }
th, td { padding: .4rem 1rem .4rem 0; vertical-align: top; font-weight: 400 }
thead th { padding-bottom: .5rem; color: var(--muted); font-size: .86rem }
tbody { border-top: 1px solid var(--line) }
tbody tr:first-child > * { padding-top: .8rem }
tbody tr:last-child > *, th[scope=rowgroup], td[rowspan] { padding-bottom: .8rem }
th[scope=rowgroup] { font-weight: 600 }
table { min-width: 60rem; table-layout: fixed }
.who, .on { width: 18% } .may { width: 17% } .set { width: 12% }
td.kept { color: var(--muted) }
td.is.gained, td.is.changed { color: var(--gained) }
td.is.lost { color: var(--lost) }
td.may { padding-left: 28px; text-indent: -28px }
.by p { margin: 0 0 .35rem; text-indent: -.9em; padding-left: .9em }
.by code { padding: .05em .3em; font: inherit; font-size: .93em; background: var(--panel); border-radius: 4px }
.mark { width: 20px; height: 20px; margin-right: 8px; vertical-align: -4.5px; overflow: visible }
summary { cursor: pointer; padding: .4rem 0; font-weight: 600 }
details { margin-top: 2.75rem }
.findings, .credentials { padding: 0; list-style: none }
.credentials li { padding: .4rem 0 .4rem 28px; text-indent: -28px; max-width: 64rem }
.findings li { padding: .8rem 0; border-top: 1px solid var(--line) }
.findings p { margin: 0 0 .25rem; max-width: 60rem }
.severity { display: inline-block; min-width: 4.8em; padding: 0 .5em; margin-right: .5rem; border: 1px solid; border-radius: 6px; text-align: center; font-size: .86rem }
.severity.high { color: var(--page); background: var(--gained); border-color: var(--gained) }
.severity.medium { color: var(--gained); background: var(--gained-panel) }
.severity.low, .severity.kept { color: var(--muted); background: var(--panel) }
.rules { color: var(--muted); font-size: .86rem }
.doubts { padding-left: 1.2rem }
.doubts li { margin-bottom: .4rem }

figure { margin: 1.5rem 0 0 }
figcaption { margin-top: 1rem; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; color: var(--muted); font-size: .86rem }
figure svg:not(.mark) { display: block; max-width: none }
svg text { fill: var(--text); font-size: 13px }
svg .name, svg .role { font-size: 12px }
svg .heading, svg .note { fill: var(--muted); font-size: 12px }
.box { fill: var(--panel); stroke: var(--line) }
.scope .name { font-weight: 400 }
.scope > svg .name, .principal .name { font-weight: 600 }
.rule { stroke: var(--line) }
.line path { fill: none; stroke: var(--edge); stroke-width: 1.25 }
.line .head { fill: var(--edge); stroke: none }
.line.gained path { stroke: var(--gained); stroke-width: 2.5 }
.line.gained .head { fill: var(--gained); stroke: none }
.line.lost path { stroke: var(--lost); stroke-width: 2; stroke-dasharray: 6 5 }
.line.lost .head { fill: var(--lost); stroke: none }
.role.gained .box { stroke: var(--gained); stroke-width: 2; fill: var(--gained-panel) }
.role.lost .box { stroke: var(--lost); stroke-width: 1.5; stroke-dasharray: 6 5; fill: var(--lost-panel) }
.role.changed .box { stroke: var(--changed); stroke-width: 2; stroke-dasharray: 14 4 }
.line.changed path { stroke: var(--changed); stroke-width: 2; stroke-dasharray: 14 4 }
.line.changed .head { fill: var(--changed); stroke: none }
.gained > g > .badge, .mark.gained .badge { fill: var(--gained) }
.gained > g > .sign, .mark.gained .sign { stroke: var(--page) }
.lost > g > .badge, .mark.lost .badge { fill: var(--page); stroke: var(--lost); stroke-width: 1.5 }
.lost > g > .sign, .mark.lost .sign { stroke: var(--lost) }
.changed > g > .badge, .mark.changed .badge { fill: var(--changed) }
.changed > g > .sign, .mark.changed .sign { stroke: var(--page) }
.mark.urgent .badge { fill: var(--gained) }
.mark.urgent .sign { stroke: var(--page) }
.sign { fill: none; stroke-width: 2; stroke-linecap: round }
.ignored .box, .ignored .line path { stroke-dasharray: 1 4; stroke-linecap: round }
.role:hover .line path { stroke-width: 3.5 }
.faded { opacity: .12 }

@media (max-width: 48rem) { body { padding: 1.25rem 1rem 3rem } .verdict { font-size: 1.25rem } }
@media print {
  :root {
    --text: #000000; --muted: #444444; --page: #ffffff; --panel: #ffffff; --line: #bbbbbb; --edge: #777777;
    --gained: #8a3800; --gained-panel: #ffffff; --lost: #0a4a86; --lost-panel: #ffffff; --changed: #5b2f9a;
  }
  body { padding: 0; max-width: none; font-size: 11px }
  .search { display: none }
  .scroll { overflow: visible }
  figure .scroll > svg { width: 100%; height: auto }
  tbody, figure, li { break-inside: avoid }
}
`;
