/** An error of a command that is to say more than what failed: how it stands, and how to go on. */
export class Advised extends Error {
  override readonly name = 'Advised'
  readonly advice: string

  constructor(cause: unknown, advice: string) {
    super(advice, { cause })
    this.advice = advice
  }
}
