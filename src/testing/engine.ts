/** What DynamoDB Local can run on. */
export type LocalEngine = 'url' | 'java' | 'docker'

/** A server that answers, before a client is made for it. */
export interface RunningServer {
  readonly endpoint: string
  /** What runs, for people: `DynamoDB Local 3.3.0 on Java 17`. */
  readonly description: string
  /** Stops it if it is ours; safe to call more than once. */
  stop(): Promise<void>
}

/** Why an engine can't be used, and what to do about it. */
export interface Unavailable {
  readonly wanting: string
}

/** Starts a server, giving up after `timeout` milliseconds. */
export type StartEngine = (timeout: number) => Promise<RunningServer | Unavailable>
