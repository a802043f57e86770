/**
 * `npm run test:real`: plays the scenarios with the providers of the sandbox and with the real ones, and compares;
 * `npm run test:real -- lag` does so with those whose name has that in it.
 */
import { Sandbox } from "cdktf-acr-auth-sandbox";
import { ACCEPTED } from "./accepted";
import { compare } from "./comparison";
import { type Played, report } from "./report";
import { Run, type Scenario } from "./run";
import { BROKEN_OFF, SCENARIOS } from "./scenarios";
import { PAIRS, type Versions } from "./versions";

/** The real providers wait most of the time. */
const AT_ONCE = 6;

async function main(): Promise<void> {
  const [, , wanted = ""] = process.argv;
  const scenarios = [...SCENARIOS, ...BROKEN_OFF].filter(({ name }) => name.includes(wanted));
  const plays = PAIRS.flatMap((versions) => scenarios.map((scenario) => ({ scenario, versions })));
  const missing = await whyNoRealProviders();
  const played: Played[] = [];
  const rest = plays.entries();
  const playTheRest = async (): Promise<void> => {
    const ours = await Sandbox.start();
    const real = missing === undefined ? await Sandbox.start({ providers: "real" }) : undefined;
    try {
      for (const [index, { scenario, versions }] of rest) {
        played[index] = await play(scenario, versions, ours, real);
        console.error(`${scenario.name}, azurerm ${versions.azurerm}: played`);
      }
    } finally {
      await ours.stop();
      await real?.stop();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, playTheRest));
  const isWhole = missing === undefined && wanted === "";
  const { text, isGood } = report(played, ACCEPTED, isWhole);
  console.log(text);
  if (missing !== undefined) {
    console.log(`skipped: no real providers here, ${plays.length} plays not compared. ${missing}`);
  }
  process.exitCode = isGood && plays.length > 0 ? 0 : 1;
}

/** Whoever says where they are wants to know when they are not there. */
async function whyNoRealProviders(): Promise<string | undefined> {
  try {
    const real = await Sandbox.start({ providers: "real" });
    await real.stop();
    return undefined;
  } catch (error) {
    if (process.env.ACR_AUTH_PROVIDER_MIRROR !== undefined) {
      throw error;
    }
    return error instanceof Error ? error.message : String(error);
  }
}

async function play(
  scenario: Scenario,
  versions: Versions,
  ours: Sandbox,
  real: Sandbox | undefined,
): Promise<Played> {
  const start = Date.now();
  const run = await Run.of(scenario, ours, versions);
  const realRun = real && (await Run.of(scenario, real, versions));
  return {
    ...(realRun ? compare(run.recording, realRun.recording) : { compared: 0, differences: [] }),
    scenario: scenario.name,
    versions,
    steps: Object.keys(run.recording).length,
    seconds: (Date.now() - start) / 1000,
    brokeOff: run.brokeOff ?? realRun?.brokeOff,
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
