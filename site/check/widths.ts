import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtPages } from './pages.js'
import { serveFolder } from './serve.js'
import { type Overflow, widthPage } from './width-page.js'

/** A phone's width, in CSS pixels. */
const phone = 390

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Opens every page of a built site at a phone's width and throws where one is wider than that. Says so where there is no browser. */
export async function checkWidths(folder: string): Promise<void> {
  const browser = [process.env.CHROMIUM, ...browsers].find(
    name => name !== undefined && spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
  )
  if (browser === undefined) {
    console.info(
      `No page was looked at on a phone's width: there is none of ${browsers.join(', ')}, nor is CHROMIUM set.`,
    )
    return
  }
  const pages = builtPages(folder).map(({ path }) => path)
  const wide = await measure(browser, folder, pages)
  if (wide.length > 0) throw new Error(`Wider than ${phone} pixels:\n${wide.map(describe).join('\n')}`)
  console.info(`None of ${pages.length} pages is wider than ${phone} pixels.`)
}

const describe = ({ path, width, elements }: Overflow) => `${path}: ${width} pixels, by ${elements.join(', ')}`

/** The browser opens one page of ours, which looks at all others in frames and sends what it found. */
async function measure(browser: string, folder: string, pages: readonly string[]): Promise<readonly Overflow[]> {
  const profile = mkdtempSync(join(tmpdir(), 'monotable-site-'))
  let received: (found: readonly Overflow[]) => void
  const found = new Promise<readonly Overflow[]>(resolve => {
    received = resolve
  })
  const server = await serveFolder(folder, {
    '/~widths': { type: 'text/html', answer: async () => widthPage(pages, phone) },
    '/~widths/found': {
      type: 'text/plain',
      async answer(request) {
        received(JSON.parse(await bodyOf(request)))
        return ''
      },
    },
  })
  const words = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    `--user-data-dir=${profile}`,
    '--remote-debugging-port=0',
  ]
  const opened = spawn(browser, [...words, `${server.url}/~widths`], { stdio: 'ignore' })
  const ended = new Promise<never>((_, reject) => {
    opened.once('error', reject)
    opened.once('exit', () => reject(new Error(`${browser} ended before it had looked at all pages.`)))
  })
  try {
    return await Promise.race([found, ended])
  } finally {
    opened.removeAllListeners('exit')
    const gone = new Promise(resolve => opened.once('exit', resolve))
    if (opened.kill()) await gone
    server.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}
