import { NotModelled } from "../../not-modelled";
import type { ApiRequest, ApiResponse } from "../api";
import type { Inventory } from "../inventory";
import { refuseOthers } from "../query";
import type { Requests } from "../requests";
import { findRoute } from "../routes";
import { GRAPH, GRAPH_REFUSALS } from ".";
import type { GraphCall, GraphHandler } from "./call";

export function answerGraph(
  cloud: Inventory,
  requests: Requests,
  request: ApiRequest,
): ApiResponse {
  const { method, body, query = {}, endpoint = "https://graph.microsoft.com" } = request;
  const [, version, path = ""] = /^\/(v1\.0|beta)(\/.*)$/.exec(request.path) ?? [];
  if (version !== "v1.0" && version !== "beta") {
    throw new NotModelled(`the request ${method} ${request.path}`);
  }
  const { name, handler, parameters } = findRoute<keyof typeof GRAPH, GraphHandler>(
    GRAPH,
    method,
    path,
  );
  const directory = cloud.directory(request.tenantId);
  const root = `${endpoint}/${version}`;
  const call: GraphCall = { cloud, directory, version, query, body, root, path };
  if (method !== "GET") {
    refuseOthers(query, []);
  }
  const ids = parameters.map((id) => (GUID.test(id) ? id.toLowerCase() : id));
  return requests.answer(name, () => handler(call, ...ids), GRAPH_REFUSALS);
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
