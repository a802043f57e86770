/** In place of what cdktf packs assets with. It is every second module that a suite would load, and nothing here has an asset. */
export default function archiver(): never {
  throw new Error("Assets can't be packed in tests: see moduleNameMapper in jest.config.js.");
}
