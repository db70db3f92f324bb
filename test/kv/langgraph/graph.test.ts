import { Annotation, Command, interrupt, Send, START, StateGraph } from '@langchain/langgraph'
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint'
import { beforeAll, describe, expect, it } from 'vitest'
import { createLocalClient } from '../../support/local.js'
import { collect, noise, thread, useSaver } from './support.js'

const { saver, openSaver, keysOf } = useSaver('saver-graph')
beforeAll(() => saver.createTable())

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (all, more) => all.concat(more), default: () => [] }),
  answer: Annotation<string>(),
})

/** Asks a person in a subgraph, beside two tasks that are sent, one of which fails the first time. */
function build(checkpointer: BaseCheckpointSaver, failures: { left: number }) {
  const asking = new StateGraph(State)
    .addNode('ask', () => ({ answer: interrupt({ question: 'Go on?' }) as string, log: ['asked'] }))
    .addEdge(START, 'ask')
    .compile()
  return new StateGraph(State)
    .addNode('split', () => ({ log: ['split'] }))
    .addNode('work', ({ log }) => {
      if (log[0] === 'b' && failures.left-- > 0) throw new Error('once')
      return { log: [`worked on ${log[0]}`] }
    })
    .addNode('asking', asking)
    .addNode('end', ({ answer }) => ({ log: [`ended: ${answer}`, noise(450_000)] }))
    .addEdge(START, 'split')
    .addConditionalEdges('split', () => ['a', 'b'].map(each => new Send('work', { log: [each] })), ['work'])
    .addEdge('work', 'asking')
    .addEdge('asking', 'end')
    .compile({ checkpointer })
}

describe('a graph', () => {
  it('that is interrupted goes on in a new process, from a failure and from a question', async () => {
    const config = thread('run')
    await expect(build(saver, { left: 1 }).invoke({ log: ['began'] }, config)).rejects.toThrow('once')
    const failed = await build(openSaver(), { left: 0 }).getState(config)
    // The other one's writes are kept, and it is not run again.
    expect(failed.next).toEqual(['work'])

    const asked = await build(openSaver(), { left: 0 }).invoke(null, config)
    expect(asked).toMatchObject({ __interrupt__: [{ value: { question: 'Go on?' } }] })
    const state = await build(openSaver(), { left: 0 }).getState(config, { subgraphs: true })
    expect(state.next).toEqual(['asking'])
    expect(state.tasks[0]).toMatchObject({ interrupts: [{ value: { question: 'Go on?' } }], state: { next: ['ask'] } })

    const done = await build(openSaver(), { left: 0 }).invoke(new Command({ resume: 'yes' }), config)
    expect(done.log.slice(0, -1)).toEqual([
      'began',
      'split',
      'worked on a',
      'worked on b',
      'began',
      'split',
      'worked on a',
      'worked on b',
      'asked',
      'ended: yes',
    ])
    const kept = await build(openSaver(), { left: 0 }).getState(config)
    expect(kept.values).toEqual(done)
    expect(kept.next).toEqual([])
  })

  it('that crashed while it wrote what a task gave does not go on with a part of it', async () => {
    const config = thread('crash')
    const client = createLocalClient()
    let crashed = false
    client.middlewareStack.add(
      next => async args => {
        if (crashed) throw new Error('crash')
        crashed = JSON.stringify(args.input).includes('__pregel_pull, one')
        return next(args)
      },
      { step: 'initialize' },
    )
    const open = (checkpointer: BaseCheckpointSaver) =>
      new StateGraph(State)
        .addNode('one', () => ({ log: ['one'], answer: 'yes' }))
        .addNode('two', () => ({ log: ['two'] }))
        .addEdge(START, 'one')
        .addEdge('one', 'two')
        .compile({ checkpointer })
    const crashing = open(openSaver({ client }))
    await expect(crashing.invoke({ log: ['began'] }, { ...config, durability: 'sync' })).rejects.toThrow('crash')
    expect(crashed).toBe(true)
    expect(await open(saver).invoke(null, config)).toEqual({ log: ['began', 'one', 'two'], answer: 'yes' })
  })

  it('goes back in time, and on from there', async () => {
    const graph = build(openSaver(), { left: 0 })
    const history = await collect(graph.getStateHistory(thread('run')) as AsyncIterable<any>)
    const before: any = history.find((state: any) => state.next[0] === 'asking')
    const fork = await graph.updateState(before.config, { answer: 'forked' }, 'asking')
    const forked = await graph.invoke(null, fork)
    expect(forked.log.slice(0, -1).at(-1)).toBe('ended: forked')
    expect((await graph.getState(thread('run'))).values.answer).toBe('forked')
    const after = await collect(graph.getStateHistory(thread('run')) as AsyncIterable<any>)
    expect(after.length).toBe(history.length + 2)
    await saver.deleteThread('run')
    expect(await keysOf('langgraph#run')).toEqual([])
  })

  it('has its saver in no text that is made of its config', () => {
    expect(JSON.stringify({ saver })).toBe('{"saver":"[DynamoDBSaver]"}')
  })
})
