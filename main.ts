import { Annotations } from "cdktf";
import { withAccessApp } from "./access-app";

/** Turns the access file into Terraform JSON below cdktf.out; a mistake leaves cdktf.out as it was. */
withAccessApp(({ file, app, stack }) => {
  const { synthesizedStackPath } = app.manifest.forStack(stack);
  Annotations.of(stack).addInfo(`${file} is now ${app.outdir}/${synthesizedStackPath}`);
  app.synth();
});
