/**
 * A growing list of 64-bit hashes of texts: eight bytes for each, however long they are. Two texts of ten million have one hash
 * with a probability of one to some hundred thousands.
 */
export class Fingerprints {
  #words = new Uint32Array(2048)
  #length = 0

  get length(): number {
    return this.#length
  }

  add(text: string): void {
    if (this.#length * 2 === this.#words.length) {
      const grown = new Uint32Array(this.#words.length * 2)
      grown.set(this.#words)
      this.#words = grown
    }
    hashInto(text, this.#words, this.#length++ * 2)
  }

  /** Sorted, so that they can be compared. What is added after that is not among them. */
  sort(): SortedFingerprints {
    return new SortedFingerprints(new BigUint64Array(this.#words.buffer, 0, this.#length).sort())
  }
}

/** Sorted hashes: a set of texts, as far as can be told. */
export class SortedFingerprints {
  readonly #probe = new BigUint64Array(1)

  constructor(private readonly hashes: BigUint64Array) {}

  get length(): number {
    return this.hashes.length
  }

  has(text: string): boolean {
    hashInto(text, new Uint32Array(this.#probe.buffer), 0)
    const wanted = this.#probe[0]!
    let [low, high] = [0, this.hashes.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.hashes[middle]! < wanted) low = middle + 1
      else high = middle
    }
    return this.hashes[low] === wanted
  }

  /** Those that are not among the others. */
  without(others: SortedFingerprints): SortedFingerprints {
    let at = 0
    return new SortedFingerprints(
      this.hashes.filter(hash => {
        while (others.hashes[at]! < hash) at++
        return others.hashes[at] !== hash
      }),
    )
  }

  /** Those that are there more than once. */
  repeated(): SortedFingerprints {
    return new SortedFingerprints(this.hashes.filter((hash, index) => hash === this.hashes[index - 1]))
  }
}

/** Two lanes of 32 bits, each mixed as MurmurHash3 does, with a unit of the text at a time. */
function hashInto(text: string, words: Uint32Array, at: number): void {
  let [one, other] = [0x9747b28c, 0x3c6ef372]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    one = step(one, unit, 0xcc9e2d51, 0x1b873593)
    other = step(other, unit, 0x239b961b, 0x38b34ae5)
  }
  one ^= text.length
  other ^= text.length
  words[at] = finish(one + other)
  words[at + 1] = finish(Math.imul(other, 2) + one)
}

function step(hash: number, unit: number, first: number, second: number): number {
  let mixed = Math.imul(unit, first)
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), second)
  const turned = hash ^ mixed
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
