import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** What is answered to a path in the place of a file. */
interface Answer {
  readonly type: string
  answer(request: IncomingMessage): Promise<string>
}

/** Serves a built site, and some paths beside it, to this machine. */
export async function serveFolder(
  folder: string,
  answers: Readonly<Record<string, Answer>>,
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const path = decodeURI(new URL(request.url!, 'http://site').pathname)
    const own = answers[path]
    if (own) return response.setHeader('content-type', own.type).end(await own.answer(request))
    const file = [path, `${path}.html`, `${path}index.html`]
      .map(name => join(folder, name))
      .find(name => existsSync(name) && statSync(name).isFile())
    if (file === undefined) return response.writeHead(404).end()
    return response
      .setHeader('content-type', types[extname(file)] ?? 'application/octet-stream')
      .end(readFileSync(file))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
