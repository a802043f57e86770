import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Access, rolesFor } from "../../lib/role/access";
import { PermissionsMode } from "../../lib/role/permissions-mode";
import { ROOT } from "../support/program";

interface Example {
  readonly registries: Readonly<Record<string, ExampleRegistry>>;
  readonly principals: Readonly<Record<string, ExamplePrincipal>>;
}

interface ExampleRegistry {
  readonly name: string;
  readonly permissionsMode: PermissionsMode;
}

interface ExamplePrincipal {
  readonly displayName?: string;
  readonly clientId?: string;
  readonly grants: { registry: string; access: Access; repositories?: string[] }[];
  readonly clientSecrets?: Readonly<Record<string, { rotationDays: number }>>;
  readonly federatedCredentials?: Readonly<
    Record<string, { github: { repository: string; environment: string } }>
  >;
}

const WIDTH = 880;
const ROW = 84;
const BOX = 60;
const TOP = 34;
const [PROOF, PRINCIPAL, REGISTRY] = [
  { x: 0, width: 270 },
  { x: 330, width: 170 },
  { x: 740, width: 140 },
] as const;

// Both colour schemes of the reader: GitHub shows the drawing on its own background.
const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .title { font-weight: 600 }
    .small { font-size: 11px; fill: #59636e }
    .box { fill: #f6f8fa; stroke: #d1d9e0 } .registry { fill: #ddf4ff; stroke: #54aeff }
    .arrow { stroke: #59636e; fill: none } .head { fill: #59636e }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc }
      .small { fill: #9198a1 }
      .box { fill: #151b23; stroke: #3d444d } .registry { fill: #0d2d4f; stroke: #1f6feb }
      .arrow { stroke: #9198a1 } .head { fill: #9198a1 }
    }`;

/** The picture in the README: who access.yaml lets in to what, and how they prove who they are. */
export function accessDrawing(): string {
  const { registries, principals } = parse(
    readFileSync(join(ROOT, "access.yaml"), "utf8"),
  ) as Example;
  const rows = Object.values(principals);
  const height = TOP + rows.length * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Who access.yaml lets in to which registry, and how they prove who they are">`,
    `  <style>${STYLE}\n  </style>`,
    text(PROOF.x, 14, "proves itself by", "small"),
    text(PRINCIPAL.x, 14, "service principal", "small"),
    text(REGISTRY.x, 14, "registry", "small"),
    ...Object.values(registries).flatMap(({ name, permissionsMode }) => [
      box(REGISTRY, TOP, rows.length * ROW - (ROW - BOX), "registry"),
      text(REGISTRY.x + 14, height / 2 + 4, name, "title"),
      text(REGISTRY.x + 14, height / 2 + 22, `${permissionsMode} mode`, "small"),
    ]),
    ...rows.flatMap((principal, index) => rowOf(principal, registries, TOP + index * ROW)),
    "</svg>",
    "",
  ].join("\n");
}

function rowOf(
  principal: ExamplePrincipal,
  registries: Example["registries"],
  top: number,
): string[] {
  const { displayName, clientId, grants } = principal;
  const [proof, note] = proofOf(principal);
  return [
    box(PROOF, top, BOX, "box"),
    text(PROOF.x + 14, top + 25, proof, "title"),
    text(PROOF.x + 14, top + 44, note, "small"),
    arrow(PROOF.x + PROOF.width, PRINCIPAL.x, top),
    box(PRINCIPAL, top, BOX, "box"),
    text(PRINCIPAL.x + 14, top + 25, displayName ?? "exists already", "title"),
    text(
      PRINCIPAL.x + 14,
      top + 44,
      displayName === undefined ? `${String(clientId).slice(0, 8)}…` : "made here",
      "small",
    ),
    arrow(PRINCIPAL.x + PRINCIPAL.width, REGISTRY.x, top),
    ...grants.flatMap(({ registry, access, repositories = ["all repositories"] }) => {
      const { permissionsMode = PermissionsMode.LEGACY } = registries[registry] ?? {};
      const roles = rolesFor(access, permissionsMode).map(({ roleName }) => roleName);
      return [
        text(PRINCIPAL.x + PRINCIPAL.width + 12, top + 23, `${access}: ${repositories.join(", ")}`),
        text(PRINCIPAL.x + PRINCIPAL.width + 12, top + 48, roles.join(", "), "small"),
      ];
    }),
  ];
}

function proofOf({ clientSecrets, federatedCredentials }: ExamplePrincipal): [string, string] {
  for (const { rotationDays } of Object.values(clientSecrets ?? {})) {
    return ["client secret", `two slots, replaced in turns every ${rotationDays} days`];
  }
  for (const { github } of Object.values(federatedCredentials ?? {})) {
    return ["GitHub's own token: no secret", `${github.repository}, ${github.environment}`];
  }
  return ["what it has already", "nothing else of it changes"];
}

function box(
  { x, width }: { x: number; width: number },
  y: number,
  height: number,
  kind: string,
): string {
  return `  <rect class="${kind}" x="${x + 0.5}" y="${y + 0.5}" width="${width - 1}" height="${height - 1}" rx="6"/>`;
}

function arrow(from: number, to: number, top: number): string {
  const y = top + BOX / 2;
  return `  <path class="arrow" d="M${from + 4} ${y}H${to - 8}"/><path class="head" d="M${to - 4} ${y}l-8 -4v8z"/>`;
}

function text(x: number, y: number, content: string, kind?: string): string {
  return `  <text${kind === undefined ? "" : ` class="${kind}"`} x="${x}" y="${y}">${content}</text>`;
}
