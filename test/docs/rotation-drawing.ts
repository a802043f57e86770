import { Apply, GRACE_DAYS, Secret, tell } from "../support/rotation-story";

const DAYS = 300;
const LEFT = 96;
const PER_DAY = 2.5;
const WIDTH = LEFT + DAYS * PER_DAY + 30;
const ROW = 26;
const PANEL = 184;
const ROWS = 42;

interface Panel {
  readonly title: string;
  readonly note: string;
  readonly applies: Apply[];
}

const slotB = { slotGeneration: { b: 1 } };
const both = { generation: 1 };

const PANELS: Panel[] = [
  {
    title: "An apply as each period begins: the idle slot is replaced and becomes the active one",
    note: "A consumer has a whole period, the light bar, to take the new value.",
    applies: [0, 60, 120, 180, 240].map((day) => ({ day })),
  },
  {
    title: "An apply late in one period, on day 100, and early in the next, on day 120",
    note: "A consumer has the 20 days between the two to take the value of slot b.",
    applies: [0, 100, 120, 180, 240].map((day) => ({ day })),
  },
  {
    title: "The value of slot b has leaked: slotGeneration: { b: 1 } on day 80",
    note: "Who has the value of slot b fails from day 80 until taking the new one; who still has that of slot a goes on.",
    applies: [
      ...[0, 60].map((day) => ({ day })),
      ...[80, 120, 180, 240].map((day) => ({ day, change: slotB })),
    ],
  },
  {
    title: "Everything may have leaked: generation: 1 on day 80",
    note: "Every consumer fails from day 80 until taking the new value.",
    applies: [
      ...[0, 60].map((day) => ({ day })),
      ...[80, 120, 180, 240].map((day) => ({ day, change: both })),
    ],
  },
  {
    title: "No apply from day 60 to day 225: longer than rotationDays + graceDays",
    note: "The value expires before an apply replaces it; the late apply makes both slots anew.",
    applies: [0, 60, 225, 240].map((day) => ({ day })),
  },
];

// Both colour schemes of the reader: GitHub shows the drawing on its own background.
const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .title { font-weight: 600 }
    .small { font-size: 11px }
    .on { fill: #0969da } .idle { fill: #b6d6fb } .fail { fill: #d1242f }
    .grace { stroke: #59636e; stroke-dasharray: 3 3 } .apply { stroke: #59636e }
    .label { fill: #fff }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc }
      .on { fill: #1f6feb } .idle { fill: #1b3a66 } .fail { fill: #da3633 }
      .grace, .apply { stroke: #9198a1 }
      .label { fill: #fff }
    }`;

/** The timeline in docs/rotation.md, by the arithmetic of the synthesized program. */
export function rotationDrawing(): string {
  const height = PANELS.length * PANEL + 44;
  const panels = PANELS.map((panel, index) => draw(panel, 24 + index * PANEL));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="When the two slots of a client secret are replaced, and which one consumers are given">`,
    `  <style>${STYLE}\n  </style>`,
    ...panels.flat(),
    ...legend(height - 16),
    "</svg>",
    "",
  ].join("\n");
}

function draw({ title, note, applies }: Panel, top: number): string[] {
  const { secrets, deliveries } = tell(applies, DAYS);
  const rowOf = (secret: Secret): number => top + ROWS + (secret.slot === "a" ? 0 : ROW);
  const given = top + ROWS + 2 * ROW;
  const axis = given + ROW + 16;
  return [
    text(0, top, title, "title"),
    text(0, top + 18, note, "small"),
    text(0, rowY(top + ROWS), "slot a"),
    text(0, rowY(top + ROWS + ROW), "slot b"),
    text(0, rowY(given), "value"),
    ...secrets.map((secret) =>
      bar(secret.from, Math.min(secret.to, secret.end), rowOf(secret), "idle"),
    ),
    ...deliveries.flatMap(({ secret, from, to }) => [
      bar(from, Math.min(to, secret.end), rowOf(secret), "on"),
      bar(from, Math.min(to, secret.end), given, "on"),
      text(x(from) + 5, rowY(given), secret.slot, "label"),
      ...(secret.end < to
        ? [
            bar(secret.end, to, given, "fail"),
            text(x(secret.end) + 5, rowY(given), "fails", "label"),
          ]
        : []),
    ]),
    ...secrets.map((secret) => unusedGrace(secret, rowOf(secret) + 21)),
    ...applies.flatMap(({ day }) => [
      line(x(day), top + 32, x(day), axis - 12, "apply"),
      text(x(day), axis, day === 0 ? "day 0" : String(day), "small"),
    ]),
  ].filter((element) => element !== "");
}

// From the replacement by a rotation to the end date, which a late apply would have come closer to.
function unusedGrace({ to, end }: Secret, y: number): string {
  return end > to && end - to <= GRACE_DAYS && to < DAYS
    ? line(x(to), y, x(Math.min(end, DAYS)), y, "grace")
    : "";
}

function legend(y: number): string[] {
  return [
    bar(0, 8, y - 14, "on"),
    text(x(12), y, "active", "small"),
    bar(40, 48, y - 14, "idle"),
    text(x(52), y, "still valid", "small"),
    bar(90, 98, y - 14, "fail"),
    text(x(102), y, "expired, consumers fail", "small"),
    line(x(170), y - 4, x(180), y - 4, "grace"),
    text(x(184), y, "the grace, for an apply that comes late", "small"),
  ];
}

function x(day: number): number {
  return LEFT + day * PER_DAY;
}

/** The base line of a text in a row. */
function rowY(top: number): number {
  return top + 14;
}

function bar(from: number, to: number, y: number, kind: string): string {
  return `  <rect class="${kind}" x="${x(from)}" y="${y}" width="${(to - from) * PER_DAY}" height="18" rx="3"/>`;
}

function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  return `  <line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

function text(at: number, y: number, content: string, kind?: string): string {
  return `  <text${kind === undefined ? "" : ` class="${kind}"`} x="${at}" y="${y}">${content}</text>`;
}
