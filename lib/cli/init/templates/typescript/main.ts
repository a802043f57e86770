import { App } from "cdktf";
import { RegistryAccess } from "./registry-access";

// What `cdktf synth` and `cdktf deploy` run, by cdktf.json. Another stack has another name, and so a state of its own.
const app = new App();
new RegistryAccess(app, "registry-access");
app.synth();
