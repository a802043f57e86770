#!/usr/bin/env node
import { CommanderError } from "commander";
import { inert } from "../core/inert";
import { acrAuth } from "./acr-auth";

// Nothing of cdktf is loaded before a command needs it: commands import what they run when they run.

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough, such as head, is no mistake.
    if (error.code !== "EPIPE") {
      throw error;
    }
  });
}

acrAuth()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      // It has been told already. What is no success is a command that was not used as its help says.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else if (error instanceof Error && error.name === "Error") {
      console.error(error.message.split("\n").map(inert).join("\n"));
      process.exitCode = 1;
    } else {
      // Mistakes of the user come as plain errors. Any other kind is a defect of this program, and keeps its stack trace.
      throw error;
    }
  });
