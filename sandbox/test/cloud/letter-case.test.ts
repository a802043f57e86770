import * as fc from "fast-check";
import { REGISTRY_ID, SUBSCRIPTION } from "../in-process";
import { Api, bodyOf, values } from "./api";
import { reference, withApplication } from "./application";

const VERSION = "?api-version=2025-11-01";
const ROLE = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`;

/** The same text, some of its letters in the other case. */
function inAnyCase(text: string): fc.Arbitrary<string> {
  return fc
    .infiniteStream(fc.boolean())
    .map((upper) =>
      text.replace(/[a-z]/gi, (letter) =>
        upper.next().value === true ? letter.toUpperCase() : letter.toLowerCase(),
      ),
    );
}

function withRegistry() {
  return new Api({ seed: { registries: [{ resourceGroup: "rg-registry", name: "contosoShop" }] } });
}

test("Graph finds an object by its id in any letter case, and answers it in lower case", () => {
  const { api, id, appId } = withApplication();
  fc.assert(
    fc.property(inAnyCase(id), inAnyCase(appId), (written, client) => {
      expect(bodyOf(api.graph(`GET /v1.0/applications/${written}`))).toMatchObject({ id, appId });
      const found = api.graph(`GET /beta/applications?$filter=appId eq '${client}'`);
      expect(values(found)).toMatchObject([{ id }]);
    }),
  );
});

test("Graph answers owners in lower case, however they were written", () => {
  const owner = "a11ce000-0000-4000-8000-000000000001";
  fc.assert(
    fc.property(inAnyCase(owner), inAnyCase(owner), (added, removed) => {
      const { api, path } = withApplication();
      api.graph(`POST ${path}/owners/$ref`, { "@odata.id": reference(added) });
      const owners = () => values(api.graph(`GET ${path}/owners`)).map(({ id }) => id);
      expect(owners()).toContain(owner);
      api.graph(`DELETE ${path}/owners/${removed}/$ref`);
      expect(owners()).not.toContain(owner);
    }),
    { numRuns: 20 },
  );
});

test("Azure Resource Manager finds a resource by its id in any letter case, and keeps its own", () => {
  const api = withRegistry();
  fc.assert(
    fc.property(inAnyCase(REGISTRY_ID), (id) => {
      expect(bodyOf(api.management(`GET ${id}${VERSION}`))).toMatchObject({ id: REGISTRY_ID });
    }),
  );
});

test("a role assignment is one in any letter case of its id and its scope, and keeps that of its first", () => {
  const path = `${REGISTRY_ID}/providers/Microsoft.Authorization/roleAssignments/5c09e000-0000-4000-8000-00000000000a`;
  const principalId = "a11ce000-0000-4000-8000-000000000001";
  const version = "?api-version=2022-04-01";
  fc.assert(
    fc.property(
      inAnyCase(path),
      inAnyCase(path),
      inAnyCase(principalId),
      (first, second, written) => {
        const api = withRegistry();
        const properties = { roleDefinitionId: ROLE, principalId: written, principalType: "Group" };
        expect(api.management(`PUT ${first}${version}`, { properties }).status).toBe(201);
        expect(api.management(`PUT ${second}${version}`, { properties })).toMatchObject({
          status: 200,
          body: { properties: { principalId } },
        });
        const [scope = ""] = first.split(/\/providers\/microsoft\.authorization/i);
        expect(bodyOf(api.management(`GET ${path}${version}`))).toMatchObject({
          properties: { scope },
        });
      },
    ),
    { numRuns: 20 },
  );
});
