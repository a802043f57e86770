import { AcrServicePrincipal } from "cdktf-acr-auth";
import { newStack, problems, render } from "../support/stack";

function nowOf(context: Record<string, unknown>): unknown {
  const stack = newStack(context);
  new AcrServicePrincipal(stack, "web", { displayName: "web" }).addClientSecret("docker");
  return render(stack).locals?.acr_auth_now;
}

test("the context acr-auth:now takes the place of plantimestamp(), to rehearse another day", () => {
  expect(nowOf({ "acr-auth:now": "2027-03-01T00:00:00Z" })).toBe("2027-03-01T00:00:00Z");
});

test("a rehearsed instant may have an offset and a fraction; Terraform gets the UTC second", () => {
  expect(nowOf({ "acr-auth:now": "2027-03-01T01:30:00.999+01:00" })).toBe("2027-03-01T00:30:00Z");
});

test.each(["tomorrow", "2027-03-01", "2027-02-30T00:00:00Z", 17, null])(
  "a rehearsed instant that is none is refused: %j",
  (value) => {
    const stack = newStack({ "acr-auth:now": value });
    new AcrServicePrincipal(stack, "web", { displayName: "web" }).addClientSecret("docker");
    expect(problems(stack)).toEqual([
      expect.stringMatching(/context acr-auth:now: .* is not an RFC 3339 instant; write it as in/),
    ]);
  },
);
