/** The bytes of a piece: what is left of DynamoDB's 400 KB holds its keys and names, whatever they are called. */
const CHUNK_BYTES = 390_000

/** Bytes in pieces that fit in an item. */
export const splitChunks = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, index) =>
    bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
  )

/** The bytes of pieces. */
export function joinChunks(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  for (const piece of pieces) {
    bytes.set(piece, start)
    start += piece.length
  }
  return bytes
}
