// A class would not do: its prototype can't be replaced.
function Bare() {}
Bare.prototype = Object.freeze(Object.create(null))

/**
 * An object that inherits nothing, so that `__proto__` and `constructor` are ordinary names in it.
 * V8 keeps it as fast as a plain object, which one of `Object.create(null)` is not: that takes twice the time to fill and read.
 */
export function bareObject<T>(): Record<string, T> {
  return new (Bare as unknown as new () => Record<string, T>)()
}

/** Whether an object is one of these: then what it does not hold itself it does not inherit either. */
export const isBare = (object: object): boolean => Object.getPrototypeOf(object) === Bare.prototype

/** These members of a record, by themselves. */
export function pickOf<T>(record: Readonly<Record<string, T>>, names: Iterable<string>): Record<string, T> {
  const picked = bareObject<T>()
  for (const name of names) picked[name] = record[name]!
  return picked
}
