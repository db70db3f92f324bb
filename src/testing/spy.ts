import { OWNER } from '../entity/unique.js'
import type { StoredItem } from '../schema/item-model.js'
import { type Answers, createAnswers, isAt, type Place } from './spy-answers.js'
import { cancelled, conditionFailed, throttled } from './spy-errors.js'
import type { SpiedEntity, SpiedOperation, Spy, SpyCommand } from './spy-types.js'

/** A failure that waits for its command. */
interface Planned {
  readonly operation: string
  /** The error for a command; undefined where it is not meant. */
  error(input: any): Error | undefined
}

/**
 * Makes a fake client for the tests of an application: no database is needed. It records each command that a database sends with
 * it, and answers with the items and errors that it is told; what it was told nothing of gets DynamoDB's empty answer: nothing is
 * found, and every write is made.
 *
 * @example
 * const spy = createSpy()
 * const db = createDatabase({ client: spy.client, entities: { agents: Agent } })
 * spy.answer(db.agents, 'GetItem', agent)
 * await rename(db, agent.id, 'summary') // the application
 * spy.commands.map(({ operation }) => operation) // [ 'GetItem', 'UpdateItem' ]
 */
export function createSpy(): Spy {
  let commands: readonly SpyCommand[] = Object.freeze([])
  let answers: Answers = createAnswers()
  let failures: readonly Planned[] = []

  async function send(command: { input: Record<string, any>; constructor: { name: string } }): Promise<object> {
    const operation = command.constructor.name.replace(/Command$/, '')
    const { input } = command
    commands = Object.freeze([...commands, Object.freeze({ operation, input })])
    for (const failure of failures) {
      const error = failure.operation === operation && failure.error(input)
      if (!error) continue
      failures = failures.filter(other => other !== failure)
      throw error
    }
    // As asynchronous as a request.
    await new Promise(resolve => setImmediate(resolve))
    return { $metadata: { httpStatusCode: 200, attempts: 1 }, ...answers.outputFor(operation, input) }
  }

  const spy: Spy = {
    client: Object.freeze({ send, config: Object.freeze({}) }),
    get commands() {
      return commands
    },
    answer<Item>(entity: SpiedEntity<Item>, operation: SpiedOperation, answer: unknown) {
      const items = (Array.isArray(answer) ? answer : [answer]) as readonly Item[]
      const place = Array.isArray(answer) ? undefined : placeOf(entity, answer as Item)
      answers.add(
        operation,
        entity,
        place,
        items.map(item => entity.encode(item)),
      )
    },
    fail(...given: readonly unknown[]) {
      const [entity, operation, failure, item] = typeof given[0] === 'string' ? [undefined, ...given] : given
      failures = [
        ...failures,
        plan(operation as string, failure as Failure, entity as SpiedEntity<unknown> | undefined, item),
      ]
    },
    reset() {
      commands = Object.freeze([])
      answers = createAnswers()
      failures = []
    },
  }
  return Object.freeze(spy)
}

type Failure = 'conditionFailed' | 'uniqueTaken' | 'throttled' | 'cancelled' | Error

function plan(operation: string, failure: Failure, entity: SpiedEntity<unknown> | undefined, item: unknown): Planned {
  const place = entity && item !== undefined ? placeOf(entity, item) : undefined
  const current = place && entity!.encode(item)
  return {
    operation,
    error(input) {
      if (failure instanceof Error) return failure
      if (failure === 'throttled') return throttled()
      if (!operation.startsWith('Transact')) return isMeant(input, place) ? conditionFailed(current) : undefined
      const steps: readonly any[] = input.TransactItems.map((step: object) => Object.values(step)[0])
      if (failure === 'cancelled') return cancelled(steps.length, 0, 'TransactionConflict')
      const taking = failure === 'uniqueTaken'
      const index = steps.findIndex(step => (taking ? step.Item?.[OWNER] : isMeant(step, place)))
      const found = taking ? { ...steps[index]?.Item, [OWNER]: { M: place!.key } } : current
      return index < 0 ? undefined : cancelled(steps.length, index, 'ConditionalCheckFailed', found)
    },
  }
}

const isMeant = ({ TableName, Key, Item }: any, place: Place | undefined) =>
  place === undefined || isAt(place, TableName, Key ?? Item)

/** Where an item is, as the command that reads it says. */
function placeOf<Item>(entity: SpiedEntity<Item>, item: Item): Place {
  const { TableName: table, Key: key } = entity.get(item).compile()
  return { table, key: { ...key } as StoredItem }
}
