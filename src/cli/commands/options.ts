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
  command.option(
    '--table <name>',
    'the table (default: the one of the configuration, or of the definitions)',
    tableName,
  )

/** Where the definitions are, and what of them is needed. */
export const addDefinitions = (command: Command, what = 'entities, a table or a database'): Command =>
  command.argument('[definitions]', `the file that exports ${what} (default: of the configuration)`)

/** Where a text goes. */
export const addOut = (command: Command): Command =>
  command.option('--out <file>', 'a new file for it (default: stdout); a file that is there is never overwritten')

/** Whether a table can be deleted. */
export const addDeletionProtection = (command: Command): Command =>
  command.option('--deletion-protection', 'the table is to be protected from deletion')

/** How many parts of a table are read at a time. */
export const addSegments = (command: Command): Command =>
  command.option(
    '--segments <number>',
    'parts of the table that are read side by side, 1 to 1,000',
    wholeNumber(1_000),
    4,
  )

/** What teaches at the end of a command's help. */
export interface Guide {
  /** Commands to copy, each with what it is for. */
  readonly examples: readonly (readonly [line: string, purpose: string])[]
  /** What the command's exit codes mean; those that all have alike need not be given. */
  readonly exits: { readonly 0: string; readonly 1?: string; readonly 2?: string; readonly 3?: string }
  /** Whether it sends requests, which can fail: it does, unless this is false. */
  readonly sends?: false
  /** What else is to be known. */
  readonly note?: string
}

/** Examples and exit codes at the end of a command's help. */
export function addGuide(command: Command, { examples, exits, note, sends }: Guide): Command {
  const failures = sends === false ? {} : { 3: 'a request or a server failed' }
  const codes = { 2: "wrong use, or definitions that can't work", ...failures, ...exits }
  return command.addHelpText(
    'after',
    [
      '',
      'Examples:',
      ...examples.map(([line, purpose]) => `  # ${purpose}\n  monotable ${line}`),
      ...(note === undefined ? [] : ['', note]),
      '',
      'Exit codes:',
      ...Object.entries(codes).map(([code, meaning]) => `  ${code}  ${meaning}`),
    ].join('\n'),
  )
}

/** Reads the name of a table, or an ARN of one. */
export function tableName(text: string): string {
  if (!/^(arn:.+|[\w.-]{3,255})$/.test(text))
    throw new InvalidArgumentError('The name of a table has 3 to 255 of the characters a-z, A-Z, 0-9, _, . and -.')
  return text
}

/** Reads a whole number from 1 on, up to `most`. */
export function wholeNumber(most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = most < Number.MAX_SAFE_INTEGER ? `from 1 to ${most.toLocaleString('en-US')}` : 'from 1 on'
  return text => {
    const value = Number(text)
    if (!Number.isSafeInteger(value) || value < 1 || value > most)
      throw new InvalidArgumentError(`It must be a whole number ${range}.`)
    return value
  }
}
