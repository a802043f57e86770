import type { ResourceType } from "../provider/resource-type";

/**
 * time 0.13.1, internal/provider/resource_time_sleep.go: nothing but a wait, at creation and at destruction. The
 * sandbox does not wait, since its cloud knows everything at once.
 */
export const sleep: ResourceType = {
  type: "time_sleep",
  binding: "@cdktf/provider-time/lib/sleep",
  arguments: {
    create_duration: {},
    destroy_duration: {},
    triggers: { forceNew: true },
  },

  create(session, _planned, made) {
    made({
      id: session
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, "Z"),
    });
  },
  read: () => ({}),
  update: () => undefined,
  delete: () => undefined,
};
