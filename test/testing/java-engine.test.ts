import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import { findJava, parseJavaVersion } from '../../src/testing/java.js'
import { startWithJava } from '../../src/testing/java-engine.js'

afterEach(() => vi.unstubAllEnvs())

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('startWithJava', () => {
  it('takes another port when the first belongs to another DynamoDB Local', async () => {
    const ports = [Number(new URL(inject('dynamodbEndpoint')).port), await freePort()]
    const choosePort = vi.fn(async () => ports.shift()!)
    const server = await startWithJava(30_000, choosePort)
    expect(choosePort).toHaveBeenCalledTimes(2)
    expect(server).toMatchObject({ description: expect.stringContaining('DynamoDB Local') })
    if ('stop' in server) {
      expect(server.endpoint).not.toBe(inject('dynamodbEndpoint'))
      await server.stop()
    }
  })

  it('gives up when no port is to be had', async () => {
    const taken = Number(new URL(inject('dynamodbEndpoint')).port)
    expect(await startWithJava(30_000, async () => taken)).toEqual({
      wanting: expect.stringContaining('each of 5 ports'),
    })
  })

  it('gives up when the server does not answer in time', async () => {
    expect(await startWithJava(0)).toEqual({ wanting: expect.stringContaining('did not answer in time') })
  })
})

describe.skipIf(process.platform === 'win32')('findJava', () => {
  it('passes by a Java that is too old', async () => {
    const home = await mkdtemp(join(tmpdir(), 'monotable-java-'))
    try {
      await mkdir(join(home, 'bin'))
      const java = join(home, 'bin', 'java')
      await writeFile(java, `#!/bin/sh\necho 'openjdk version "11.0.2" 2019-01-15' >&2\n`)
      await chmod(java, 0o755)
      vi.stubEnv('JAVA_HOME', home)
      expect(await findJava()).toMatchObject({ program: 'java' })
      vi.stubEnv('PATH', '/nowhere')
      expect(await findJava()).toEqual({ wanting: 'Java 11 is too old: install Java 17 or later' })
    } finally {
      await rm(home, { recursive: true })
    }
  })
})

describe('parseJavaVersion', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "25" 2025-09-16', 25],
    ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
  ])('%s', (text, version) => expect(parseJavaVersion(text)).toBe(version))
})
