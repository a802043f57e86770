import { decode, encode, ExtensionCodec } from "@msgpack/msgpack";
import { UNKNOWN, Unknown, type Value, type Values } from "../schema/values";

/** How the protocol carries a value: msgpack, in which an extension type means "unknown". */
export interface DynamicValue {
  msgpack: Uint8Array;
}

export function toWire(value: Value): DynamicValue {
  return { msgpack: encode(value, { extensionCodec }) };
}

export function fromWire(value: DynamicValue | null): Values | null {
  return value === null || value.msgpack.length === 0
    ? null
    : (decode(value.msgpack, { extensionCodec }) as Values | null);
}

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: 0,
  encode: (value) => (value instanceof Unknown ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
// An unknown value with refinements ("will not be null"), which a stand-in has no use for.
extensionCodec.register({ type: 12, encode: () => null, decode: () => UNKNOWN });
