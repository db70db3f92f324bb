/** Compresses bytes. By the web's own streams, for there is no zlib at the edge. */
export const gzip = (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> =>
  through(bytes, new CompressionStream('gzip'))

/** The bytes that were compressed. @throws where they are damaged */
export const gunzip = (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> =>
  through(bytes, new DecompressionStream('gzip'))

async function through(bytes: Uint8Array, transform: CompressionStream | DecompressionStream) {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(transform)
  return new Uint8Array(await new Response(stream as ReadableStream).arrayBuffer())
}
