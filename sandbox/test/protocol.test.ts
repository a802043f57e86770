import { encode, ExtData } from "@msgpack/msgpack";
import { fromWire, toWire } from "../lib/protocol/wire";
import { UNKNOWN } from "../lib/schema/values";

test("a value comes back from the wire as it went", () => {
  const value = {
    text: "ä",
    number: 1,
    flag: true,
    nothing: null,
    list: ["a"],
    unknown: UNKNOWN,
    nested: { a: UNKNOWN },
  };
  expect(fromWire(toWire(value))).toEqual(value);
});

test("an unknown value is unknown with refinements too", () => {
  const refined = encode({ id: new ExtData(12, new Uint8Array([0x81, 0x01, 0xc2])) });
  expect(fromWire({ msgpack: refined })).toEqual({ id: UNKNOWN });
});

test("no value is null", () => {
  expect(fromWire(null)).toBeNull();
  expect(fromWire(toWire(null))).toBeNull();
});
