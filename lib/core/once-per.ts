const made = new WeakMap<object, Map<object, unknown>>();

/**
 * What is there once for an owner, such as a stack or an app: made when it is asked for first, and kept for
 * as long as the owner is.
 *
 * @param key whose it is among all that an owner has: the class or the function that asks
 */
export function oncePer<T>(owner: object, key: object, make: () => T): T {
  const ofOwner = made.get(owner) ?? new Map<object, unknown>();
  made.set(owner, ofOwner);
  if (!ofOwner.has(key)) {
    ofOwner.set(key, make());
  }
  return ofOwner.get(key) as T;
}
