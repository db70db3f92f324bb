import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { startGuarded } from '../../src/testing/guarded-process.js'

const forever = (mark: string) =>
  startGuarded(process.execPath, ['-e', `console.log('${mark}'); setInterval(() => {}, 1000)`])
const processesWith = (mark: string) =>
  execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.includes(mark))

describe('startGuarded', () => {
  it('keeps what the program printed, and kills it', async () => {
    const mark = randomUUID()
    const child = forever(mark)
    await vi.waitFor(() => expect(child.output).toBe(`${mark}\n`), { timeout: 10_000 })
    expect(child.running).toBe(true)
    await child.kill()
    await child.kill()
    expect(child.running).toBe(false)
    expect(processesWith(mark)).toEqual([])
  })

  it('gives the program a folder of its own, and removes it afterwards', async () => {
    const child = startGuarded(process.execPath, [
      '-e',
      'fs.writeFileSync("litter", ""); console.log(process.cwd()); setInterval(() => {}, 1000)',
    ])
    await vi.waitFor(() => expect(child.output).toContain('monotable-'), { timeout: 10_000 })
    const folder = child.output.trim()
    expect(existsSync(join(folder, 'litter'))).toBe(true)
    await child.kill()
    expect(existsSync(folder)).toBe(false)
  })

  it('tells that the program ended by itself', async () => {
    const child = startGuarded(process.execPath, ['-e', 'console.error("no luck"); process.exit(3)'])
    await vi.waitFor(() => expect(child.running).toBe(false), { timeout: 10_000 })
    expect(child.output).toBe('no luck\n')
    await child.kill()
  })

  it('tells that there is no such program', async () => {
    const child = startGuarded('no-such-program', [])
    await vi.waitFor(() => expect(child.running).toBe(false), { timeout: 10_000 })
    expect(child.output).toContain('ENOENT')
  })

  it.skipIf(process.platform === 'win32')('leaves nothing behind when the guard itself is killed', async () => {
    const mark = randomUUID()
    const child = forever(mark)
    await vi.waitFor(() => expect(child.output).toBe(`${mark}\n`), { timeout: 10_000 })
    const program = processesWith(mark).find(line => !line.includes('process.argv.slice'))
    const [, guard] = program!.trim().split(/\s+/)
    process.kill(Number(guard), 'SIGKILL')
    await vi.waitFor(() => expect(processesWith(mark)).toEqual([]), { timeout: 10_000 })
    expect(child.running).toBe(false)
  })
})
