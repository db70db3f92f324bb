import type { Outcome, Session } from './session.js'

/** The options that every command takes. */
export interface GlobalOptions {
  readonly json?: boolean
  readonly color: boolean
  readonly config?: string
  /** Of commands that ask: not to. */
  readonly yes?: boolean
}

/** What a command does. `parameters` are what stands beside its options. */
type Action<Options> = (session: Session, options: Options, parameters: readonly string[]) => Promise<Outcome>
/** Makes of it what commander calls, which knows nothing of the types of options. */
export type Run = <Options extends object>(action: Action<Options>) => (...given: readonly unknown[]) => Promise<void>
