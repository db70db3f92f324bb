import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient, TranslateConfig } from '@aws-sdk/lib-dynamodb'
import { InvalidItemError } from '../errors/monotable-error.js'
import type { StoredItem } from '../schema/item-model.js'
import { watchAttempts, watchedAt } from './attempts.js'
import { hideNames, revealNames } from './awkward-names.js'
import * as lib from './document-peer.js'
import type { Attempts, SdkAnswer, SdkArguments, SdkMiddleware, SdkStack } from './middleware-types.js'
import type { Send } from './sender.js'
import { errorName } from './translate-error.js'
import { notStored } from './why-not-stored.js'

/** The item on which a condition failed, converted and as it is stored, and the command's input as it was sent. */
export interface RefusedWrite {
  readonly current: Record<string, any>
  readonly stored: StoredItem
  readonly sent: SentWrite
}

/** What a write sent, of what tells whether an item is its work. */
interface SentWrite {
  readonly Item?: StoredItem
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>
}

type RefusedBy = Pick<RefusedWrite, 'stored' | 'sent'> & { readonly error: { Item?: unknown } }

/** A command of lib-dynamodb's; what goes through the middleware are the fields of the one inside it. */
interface DocumentCommand {
  readonly middlewareStack: SdkStack
  readonly clientCommand: { attempts?: Attempts }
}

const commands: Readonly<Record<string, new (input: any) => unknown>> = {
  GetItem: lib.GetCommand,
  PutItem: lib.PutCommand,
  UpdateItem: lib.UpdateCommand,
  DeleteItem: lib.DeleteCommand,
  Query: lib.QueryCommand,
  Scan: lib.ScanCommand,
  BatchWriteItem: lib.BatchWriteCommand,
}

/** Sends lib-dynamodb's commands, which take and give plain values: it converts them, as its client was told to. */
export const createDocumentSender =
  (client: DynamoDBDocumentClient): Send =>
  async (name, input, attempts, signal) => {
    const command = new commands[name]!(input) as DocumentCommand
    command.clientCommand.attempts = attempts
    command.middlewareStack.add(watchAttempts, watchedAt)
    const { translateConfig } = client.config as { readonly translateConfig?: TranslateConfig }
    watchMarshalling(command.middlewareStack, translateConfig?.marshallOptions)
    const unread = watchUnmarshalling(command.middlewareStack)
    const output = await client.send(command as never, signal && { abortSignal: signal })
    if (unread.failed) throw unreadable(unread.written && /^(Put|Update|Delete)/.test(name))
    return output
  }

/** Beside one of lib-dynamodb's middleware. */
const beside = (relation: 'before' | 'after', toMiddleware: string) => ({
  relation,
  toMiddleware,
  name: `monotable${relation}${toMiddleware}`,
  override: true,
})

/** What it refuses to convert it tells with the value: here the error says where it is instead. */
function watchMarshalling(stack: SdkStack, options: TranslateConfig['marshallOptions']): void {
  let isMarshalled = false
  const before: SdkMiddleware = next => async args => {
    // Here alone it would leave one out without a word.
    const { Item = {} } = args.input as { readonly Item?: object }
    if (!options?.removeUndefinedValues && Object.values(Item).includes(undefined))
      throw notStored({ ...args.input }, options)
    try {
      return await next(withInput(args, hideNames))
    } catch (error) {
      throw isMarshalled ? error : notStored({ ...args.input }, options)
    }
  }
  const after: SdkMiddleware = next => args => {
    isMarshalled = true
    return next(withInput(args, revealNames))
  }
  stack.addRelativeTo(before, beside('before', 'DocumentMarshall'))
  stack.addRelativeTo(after, beside('after', 'DocumentMarshall'))
}

const withInput = (args: SdkArguments, change: (input: object) => object): SdkArguments => {
  const input = change(args.input)
  return input === args.input ? args : { ...args, input }
}

/**
 * It converts what commands give back, and not the item that a failed condition tells of: that goes through it as if the write had
 * given it. What it can't convert is noted, not thrown, for the SDK would take it for a failed attempt.
 */
function watchUnmarshalling(stack: SdkStack): { readonly failed: boolean; readonly written: boolean } {
  const unread = { failed: false, written: true }
  let refused: RefusedBy | undefined
  let answer: SdkAnswer | undefined
  const after: SdkMiddleware = next => async args => {
    try {
      answer = await next(args)
    } catch (error) {
      const { Item: stored } = Object(error) as { readonly Item?: StoredItem }
      if (!stored || errorName(error) !== 'ConditionalCheckFailedException') throw error
      refused = { error: error as object, stored, sent: args.input }
      answer = { response: (error as any).$response, output: { Attributes: stored } }
    }
    return { ...answer, output: hideNames(answer.output) }
  }
  const before: SdkMiddleware = next => async args => {
    refused = undefined
    answer = undefined
    const converted = await next(args).catch((error: unknown) => {
      if (answer === undefined) throw error
      unread.failed = true
      unread.written = refused === undefined
      return { ...answer, output: { $metadata: answer.output.$metadata } }
    })
    const output = revealNames(converted.output)
    if (refused === undefined || unread.failed) return { ...converted, output }
    const { error, stored, sent } = refused as RefusedBy
    error.Item = { current: output.Attributes, stored, sent } satisfies RefusedWrite
    throw error
  }
  stack.addRelativeTo(before, beside('before', 'DocumentUnmarshall'))
  stack.addRelativeTo(after, beside('after', 'DocumentUnmarshall'))
  return unread
}

const unreadable = (written: boolean): InvalidItemError =>
  new InvalidItemError('item.invalidStored', {
    entity: 'item',
    issues: [
      {
        path: [],
        code: 'inexactNumber',
        message:
          'it holds a number that lib-dynamodb does not read: set unmarshallOptions.wrapNumbers of the document client',
      },
    ],
    ...(written && { written }),
  })
