import { confirm, isCancel, select, text } from '@clack/prompts'
import { Interrupted } from './failure/interrupted.js'

/** Something to decide. */
interface Choice {
  readonly message: string
  /** The answers, and what speaks for them. */
  readonly answers: readonly string[]
  /** The answer that can do no harm: taken where nobody can be asked. */
  readonly safe: number
}

/** Asks people; where there are none, takes the safer answer and says so. */
export interface Ask {
  /** Whether somebody can be asked. */
  readonly interactive: boolean
  choose(choice: Choice): Promise<number>
  /** False where nobody can be asked. */
  confirm(message: string): Promise<boolean>
  /** A line of text; undefined where nobody can be asked. */
  line(message: string): Promise<string | undefined>
}

/** Questions on a terminal. They are written to stderr: stdout is for what a command gives. */
export function askPeople(signal: AbortSignal): Ask {
  const options = { output: process.stderr, signal }
  return {
    interactive: true,
    choose: async ({ message, answers, safe }) =>
      answered(
        await select({
          ...options,
          message,
          initialValue: safe,
          options: answers.map((label, value) => ({ label, value })),
        }),
      ),
    confirm: async message => answered(await confirm({ ...options, message, initialValue: false })),
    line: async message => answered(await text({ ...options, message })),
  }
}

/** Nobody is there, or wants to be asked. */
export function askNobody(say: (text: string) => void): Ask {
  return {
    interactive: false,
    choose: async ({ message, answers, safe }) => {
      say(`${message}\n  Taken, as nobody is asked: ${answers[safe]}`)
      return safe
    },
    confirm: async () => false,
    line: async () => undefined,
  }
}

/** Ctrl-C in a question. */
function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new Interrupted('Stopped at a question. Nothing was done.')
  return answer as Exclude<T, symbol>
}
