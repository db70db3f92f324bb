import { type Command, CommanderError } from 'commander'
import { askNobody, askPeople } from './ask.js'
import { type ExitCode, exitCodes } from './exit-codes.js'
import { explain } from './failure/explain.js'
import { explanationJson, explanationText } from './failure/explanation-text.js'
import { UsageError } from './failure/usage-error.js'
import { watchInterrupts } from './interrupts.js'
import { loadConfig } from './load/load-config.js'
import { jsonText } from './output/json-text.js'
import { createProgress } from './output/progress.js'
import { createScreen } from './output/screen.js'
import { createStyle, isCapable, isColoured } from './output/style.js'
import { createProgram } from './program.js'
import type { GlobalOptions, Run } from './program-types.js'
import type { Outcome, Session } from './session.js'

/**
 * Does what the command line says.
 * @param parameters What stands after the program's name.
 * @returns What the process ends with.
 */
export async function runCli(parameters: readonly string[]): Promise<ExitCode> {
  const { stdin, stdout, stderr, env } = process
  const folder = process.cwd()
  // Before the options are parsed: what is wrong with them is said in the same way.
  const json = parameters.includes('--json')
  const refused = parameters.includes('--no-color')
  const style = createStyle(!json && isColoured({ isTerminal: stdout.isTTY, refused, env }))
  const errorStyle = createStyle(isColoured({ isTerminal: stderr.isTTY, refused, env }))
  const screen = createScreen(stderr, stderr.isTTY === true && isCapable(env))
  const { say } = screen
  const interrupts = watchInterrupts(say)

  const start = async ({ config, yes }: GlobalOptions): Promise<Session> => {
    const interactive = stdin.isTTY && stderr.isTTY && !env.CI && !json && !yes
    return {
      folder,
      config: await loadConfig(folder, config),
      signal: interrupts.signal,
      ask: interactive ? askPeople(interrupts.signal) : askNobody(say),
      say,
      progress: label => createProgress(label, { screen, style: errorStyle, now: () => performance.now() }),
    }
  }

  let outcome: Outcome | undefined
  const run: Run =
    action =>
    async (...given) => {
      const command = given.at(-1) as Command
      outcome = await action(await start(command.optsWithGlobals()), command.optsWithGlobals(), command.args)
    }
  try {
    await createProgram(run).parseAsync(parameters, { from: 'user' })
  } catch (error) {
    // `--help`, `--version`: commander has written it.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.fine
    const isHelp = error instanceof CommanderError && error.code === 'commander.help'
    // Without a command it has shown its help, on stderr; programs get their document all the same.
    if (isHelp && !json) return exitCodes.misuse
    const explanation = explain(
      isHelp ? new UsageError('Which command? See monotable --help.') : error,
      interrupts.exitCode(),
    )
    screen.clear()
    if (json) stdout.write(jsonText(explanationJson(explanation)))
    else say(explanationText(explanation, folder, errorStyle))
    return explanation.exitCode
  }
  if (!outcome) return exitCodes.fine
  stdout.write(json ? jsonText(outcome.json) : `${outcome.text(style)}\n`)
  return outcome.found ? exitCodes.found : exitCodes.fine
}
