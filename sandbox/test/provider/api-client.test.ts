import { Calls } from "../../lib/calls";
import { Cloud } from "../../lib/cloud/cloud";
import type { RequestFailure } from "../../lib/cloud/refusals";
import { ApiClient } from "../../lib/provider/api-client";
import { checkSeed } from "../../lib/seed";
import { CALLER, SUBSCRIPTION, TENANT } from "../in-process";

const applications = Array.from({ length: 250 }, (_, n) => {
  const id = `0badcafe-0000-4000-8000-${String(n).padStart(12, "0")}`;
  return { clientId: id, objectId: id, displayName: `app ${n}` };
});

function connected() {
  const calls = new Calls(new Set());
  const seed = checkSeed({ subscriptionId: SUBSCRIPTION, tenantId: TENANT, applications });
  const cloud = new Cloud({ seed, replicationLag: 0, directoryLag: 0 }, (request) =>
    calls.takeRequestFailure(request),
  );
  const graph = new ApiClient(cloud, "graph", TENANT);
  const management = new ApiClient(cloud, "management", TENANT);
  const post = () => graph.post({ path: "/v1.0/applications", body: { displayName: "web" } });
  const fail = (how: RequestFailure, nth = 1): void => {
    calls.fail({ call: "POST /applications", how, nth });
  };
  return { calls, cloud, graph, management, post, fail };
}

test("a list has what is on all of its pages", () => {
  expect(connected().graph.list("/v1.0/applications")).toHaveLength(250);
});

test.each<RequestFailure>(["429", "500"])("a request is sent again after %s", (how) => {
  const { cloud, post, fail } = connected();
  fail(how);
  expect(post()).toMatchObject({ displayName: "web" });
  expect(cloud.requests.log.map(({ outcome }) => outcome)).toEqual([how, "ok"]);
});

test("it is sent so often as goes into ten minutes, and then the last error is told", () => {
  const { cloud, post, fail } = connected();
  for (let nth = 1; nth <= 20; nth += 1) {
    fail("429", nth);
  }
  expect(post).toThrow(
    "unexpected status 429 (429 Too Many Requests) with error: TooManyRequests: ",
  );
  expect(cloud.requests.log).toHaveLength(15);
});

test("a refusal is told at once, in the words of the SDK", () => {
  const { cloud, post, fail } = connected();
  fail("403");
  expect(post).toThrow(
    "unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation.",
  );
  expect(cloud.requests.log).toHaveLength(1);
});

test("a request whose answer is lost is not sent again", () => {
  const { cloud, post, fail } = connected();
  fail("lost");
  expect(post).toThrow(
    'Post "https://graph.microsoft.com/v1.0/applications": HTTP response was nil; connection may have been reset',
  );
  expect(cloud.requests.log).toHaveLength(1);
});

test("a lost answer to a question is asked for again at Azure Resource Manager, and not at Graph", () => {
  const { calls, graph, management } = connected();
  calls.fail({ call: "GET /applications", how: "lost", nth: 1 });
  expect(() => graph.list("/v1.0/applications", { $filter: "displayName eq 'web'" })).toThrow(
    'Get "https://graph.microsoft.com/v1.0/applications?%24filter=displayName+eq+%27web%27": EOF',
  );
  calls.fail({ call: "GET /providers", how: "lost", nth: 1 });
  const path = `/subscriptions/${SUBSCRIPTION}/providers`;
  expect(() => management.list(path, { "api-version": "2022-09-01" })).not.toThrow();
});

test("what is not there is undefined where that is asked", () => {
  const { graph } = connected();
  expect(graph.find(`/v1.0/applications/${CALLER}`)).toBeUndefined();
  expect(() => graph.get(`/v1.0/applications/${CALLER}`)).toThrow(
    "unexpected status 404 (404 Not Found) with error: Request_ResourceNotFound: ",
  );
});

test("what the sandbox can't answer is no answer of Azure's", () => {
  expect(() => connected().graph.get("/v1.0/applications/x/synchronization")).toThrow(
    "The sandbox does not model the request GET /applications/x/synchronization",
  );
});
