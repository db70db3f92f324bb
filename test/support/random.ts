/** Numbers that look random and are the same for the same seed (splitmix32 over a hash of the seed's text). */
export class Random {
  #state: number

  constructor(seed: string) {
    let hash = 0x811c9dc5
    for (const character of seed) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193)
    this.#state = hash
  }

  /** From 0 up to 1, which is left out. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }

  /** From 0 up to `count`, which is left out. */
  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  /** Some of a list, in its order. */
  some<T>(list: readonly T[], count: number): readonly T[] {
    const rest = [...list]
    while (rest.length > count) rest.splice(this.below(rest.length), 1)
    return rest
  }
}
