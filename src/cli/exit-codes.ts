/** What the process ends with. */
export const exitCodes = {
  /** All is as it should be. */
  fine: 0,
  /** What was looked for was found: violations, drift, items that are not done. */
  found: 1,
  /** Wrong use, or definitions that can't work. Nothing was done. */
  misuse: 2,
  /** It failed on the way, or a server did: what was done is said. */
  failed: 3,
  /** Ended by Ctrl-C, as shells have it: 128 and the number of the signal. */
  interrupted: 130,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
