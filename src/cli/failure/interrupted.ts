/** It was ended from outside, by Ctrl-C or a signal; the message says where it stands. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  /** What was done until then: for programs. */
  readonly details: unknown
  /** The same for people, above the message. */
  readonly report: string | undefined

  constructor(message: string, { details, report }: { readonly details?: unknown; readonly report?: string } = {}) {
    super(message)
    this.details = details
    this.report = report
  }
}
