import { type Command, InvalidArgumentError } from 'commander'

/** What a command is told of where its table is. */
export interface ConnectionOptions {
  readonly table?: string
  readonly region?: string
  readonly endpoint?: string
}

/** What a command has to say of where its table is. */
export const addConnection = (command: Command): Command =>
  addTableName(command)
    .option('--region <region>', 'the AWS region (default: AWS_REGION, or as the AWS SDK finds it)')
    .option('--endpoint <url>', "a server that is not AWS's, such as DynamoDB Local (default: DYNAMODB_URL)")

/** Which table is meant. */
export const addTableName = (command: Command): Command =>
  command.option('--table <name>', 'the table (default: the one of the configuration, or of the definitions)')

/** Where a text goes. */
export const addOut = (command: Command): Command =>
  command.option('--out <file>', 'a new file for it (default: stdout); a file that is there is never overwritten')

/** Commands to copy, with what they are for, at the end of a command's help. */
export function addExamples(
  command: Command,
  examples: readonly (readonly [line: string, purpose: string])[],
): Command {
  const lines = examples.map(([line, purpose]) => `  # ${purpose}\n  monotable ${line}`)
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

/** Reads a whole number from 1 on. */
export function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1 on.')
  return value
}
