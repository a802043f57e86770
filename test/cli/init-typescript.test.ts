// The test that a new project in TypeScript has, as it is there.
import "../../lib/cli/init/templates/typescript/registry-access.test";
