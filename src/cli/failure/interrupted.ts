/** It was ended from outside, by Ctrl-C or a signal; the message says where it stands. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  /** What was done until then. */
  readonly details: unknown

  constructor(message: string, details?: unknown) {
    super(message)
    this.details = details
  }
}
