import { type AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages'
import { Command, END, interrupt, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph'
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint'
import { scriptedModel } from './scripted-model.js'
import { lookUp, refund } from './tools.js'

type State = typeof MessagesAnnotation.State
export type Agent = ReturnType<typeof openAgent>

/** An agent whose threads are where the checkpointer keeps them: every process that opens it can go on with each of them. */
export function openAgent(checkpointer: BaseCheckpointSaver) {
  return new StateGraph(MessagesAnnotation)
    .addNode('model', ({ messages }) => ({ messages: [scriptedModel(messages)] }))
    .addNode('look_up', async state => ({ messages: [await lookUp.invoke(callOf(state))] }))
    .addNode('refund', async state => {
      const call = callOf(state)
      // The run ends here until somebody has decided, in whatever process.
      const decision: string = interrupt({ tool: call.name, ...call.args })
      if (decision === 'approve') return { messages: [await refund.invoke(call)] }
      return { messages: [new ToolMessage({ content: `No: ${decision}`, tool_call_id: call.id! })] }
    })
    .addEdge(START, 'model')
    .addConditionalEdges('model', state => (lastOf(state).tool_calls?.[0]?.name ?? END) as 'look_up' | 'refund')
    .addEdge('look_up', 'model')
    .addEdge('refund', 'model')
    .compile({ checkpointer })
}

const lastOf = ({ messages }: State) => messages.at(-1) as AIMessage
const callOf = (state: State) => ({ ...lastOf(state).tool_calls![0]!, type: 'tool_call' as const })
const thread = (thread_id: string) => ({ configurable: { thread_id } })

/** What somebody wants; the agent's answer, or the question that it has. */
export async function ask(agent: Agent, threadId: string, text: string) {
  return outcome(await agent.invoke({ messages: [{ role: 'user', content: text }] }, thread(threadId)))
}

/** What waits for a person to decide. */
export async function openQuestions(agent: Agent, threadId: string) {
  const { tasks } = await agent.getState(thread(threadId))
  return tasks.flatMap(({ interrupts }) => interrupts.map(({ value }) => value as object))
}

/** Goes on with what a person has decided. */
export async function decide(agent: Agent, threadId: string, decision: string) {
  return outcome(await agent.invoke(new Command({ resume: decision }), thread(threadId)))
}

/** The steps of a thread, the newest first: what came next at each, and what had been said last. */
export async function history(agent: Agent, threadId: string) {
  const steps = []
  for await (const { metadata, next, values } of agent.getStateHistory(thread(threadId)))
    steps.push({ step: metadata?.step, next: next.join(), said: (values.messages?.at(-1) as BaseMessage)?.text })
  return steps
}

/** Goes back to where a person was asked, and decides otherwise: a branch of the thread, beside what was done. */
export async function decideAgain(agent: Agent, threadId: string, decision: string) {
  for await (const { config, next } of agent.getStateHistory(thread(threadId)))
    if (next.includes('refund')) {
      const branch = await agent.updateState(config, {}, 'model')
      return outcome(await agent.invoke(new Command({ resume: decision }), branch))
    }
  throw new Error('Nobody was asked.')
}

const outcome = (result: State & { readonly __interrupt__?: readonly { readonly value?: unknown }[] }) =>
  result.__interrupt__?.[0]?.value ?? lastOf(result).text
