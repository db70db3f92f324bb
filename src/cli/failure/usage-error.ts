/** The command line is wrong, or something that it names. What is said tells what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
