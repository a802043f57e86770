import type { Finding } from "../findings/finding";
import { SEVERITIES } from "../policy";
import type { Quote } from "./words";

/** How many there are of each severity, as in `1 high, 2 low, 1 acknowledged`. */
export function countsOf(findings: readonly Finding[]): string {
  const open = findings.filter(isOpen);
  const acknowledged = findings.length - open.length;
  return [
    ...SEVERITIES.map((severity): [string, number] => [
      severity,
      open.filter((one) => one.severity === severity).length,
    ]),
    ["acknowledged", acknowledged] as const,
  ]
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(", ");
}

/** Whether nobody has accepted it, or not until today. */
export function isOpen({ acknowledged }: Finding): boolean {
  return acknowledged?.isOver !== false;
}

/** Who has accepted a finding, and why; nothing where nobody has. */
export function acknowledgementOf({ acknowledged }: Finding, quote: Quote): string | undefined {
  if (acknowledged === undefined) {
    return undefined;
  }
  const { reason, by, until, isOver } = acknowledged;
  return `Acknowledged by ${quote(by)} until ${until}${isOver ? ", which is over" : ""}: ${quote(reason)}`;
}
