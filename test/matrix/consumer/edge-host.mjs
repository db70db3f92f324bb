// Runs a bundle where nothing is of Node and no code may be made of text: what the web has is all that there is.
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'

const web = {
  AbortController,
  AbortSignal,
  atob,
  Blob,
  btoa,
  clearTimeout,
  CompressionStream,
  crypto,
  DecompressionStream,
  fetch,
  Headers,
  performance,
  ReadableStream,
  Request,
  Response,
  setTimeout,
  TextDecoder,
  TextEncoder,
  TransformStream,
  URL,
  URLSearchParams,
  WritableStream,
}
const [file, endpoint, tableName] = process.argv.slice(2)
const context = createContext({ ...web }, { codeGeneration: { strings: false, wasm: false } })
const found = runInContext('[typeof process, typeof Buffer, typeof require, typeof global].join()', context)
if (found !== 'undefined,undefined,undefined,undefined') throw new Error(`There is something of Node: ${found}`)

runInContext(readFileSync(file, 'utf8'), context)
for (const transport of ['standard', 'fast']) {
  context.setting = JSON.stringify({ endpoint, tableName: `${tableName}-${transport}`, transport })
  await runInContext('program.run(JSON.parse(setting))', context)
}
