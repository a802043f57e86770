import { Annotations } from "cdktf";
import { withAccessApp } from "./access-app";
import { inert } from "./lib/core/shown";

/** Turns the access file into Terraform JSON below cdktf.out; a mistake leaves cdktf.out as it was. */
withAccessApp(({ file, app, stack }) => {
  const { synthesizedStackPath } = app.manifest.forStack(stack);
  Annotations.of(stack).addInfo(inert(`${file} is now ${app.outdir}/${synthesizedStackPath}`));
  app.synth();
});
