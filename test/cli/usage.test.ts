import { describe, expect, it } from 'vitest'
import { cli, userFolder } from './cli.js'

const folder = userFolder({ 'empty.ts': 'export const nothing = 1' })
const run = (...parameters: string[]) => cli(parameters, { folder })

describe('help', () => {
  const commands = [
    [],
    ...['pull', 'check', 'plan', 'run', 'verify', 'undo', 'status', 'table', 'diagram'].map(name => [name]),
    ...['create', 'diff', 'export'].map(name => ['table', name]),
  ]
  it.each(commands.map(words => [words.join(' ') || 'monotable', words] as const))('of %s', async (_, words) => {
    const { code, stdout, stderr } = await run(...words, '--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatchSnapshot()
  })

  it('is shown where no command is given, and that is wrong use', async () => {
    const { code, stdout, stderr } = await run()
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^Usage: monotable/)
  })

  it('the version is that of the package', async () => {
    expect(await run('--version')).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' })
  })
})

describe('wrong use says what to do, and ends with 2', () => {
  const wrong: readonly (readonly [parameters: string, said: string])[] = [
    ['pul', "Error: Unknown command 'pul'. Did you mean pull?"],
    ['tabel', "Error: Unknown command 'tabel'. Did you mean table?"],
    ['table diff --tabel x', "Error: Unknown option '--tabel'. Did you mean --table?"],
    ['table diff a b', "Error: Too many arguments for 'diff'. Expected 1 argument but got 2."],
    [
      'table diff',
      "Error: Which definitions? Name the file that exports your entities, or set 'definitions' in monotable.config.ts.",
    ],
    ['table diff nowhere.ts', `Error: There is no file ${folder}/nowhere.ts.`],
    ['table diff .', `Error: ${folder} is no file.`],
    [
      'table diff empty.ts',
      `Error: ${folder}/empty.ts exports no entities, no tables and no database: export what defineEntity, defineTable or createDatabase give.`,
    ],
    ['table diff empty.ts --config nowhere.ts', `Error: There is no file ${folder}/nowhere.ts.`],
  ]
  it.each(wrong)('%s', async (parameters, said) => {
    expect(await run(...parameters.split(' '))).toEqual({ code: 2, stdout: '', stderr: `${said}\n` })
  })

  it('help is a command too', async () => {
    const [said, shown] = await Promise.all([run('help', 'pull'), run('pull', '--help')])
    expect(said).toEqual(shown)
  })

  it('where no command is given, programs get their document', async () => {
    const { code, stdout } = await run('--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'usage', message: 'Which command? See monotable --help.' } })
  })

  it('as JSON too', async () => {
    const { code, stdout, stderr } = await run('table', 'dif', '--json')
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'usage', message: "Unknown command 'dif'. Did you mean diff?" },
    })
  })
})
