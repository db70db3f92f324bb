import { AIMessage, type BaseMessage } from '@langchain/core/messages'

let calls = 0
const calling = (name: string, args: Record<string, unknown>) =>
  new AIMessage({ content: '', tool_calls: [{ name, args, id: `call-${++calls}`, type: 'tool_call' }] })

/** Stands where a model would be asked: says what comes next by what was last said. */
export function scriptedModel(messages: readonly BaseMessage[]): AIMessage {
  const last = messages.at(-1)!
  if (last.type === 'human') return calling('look_up', { order: /\d[\d-]*/.exec(last.text)?.[0] })
  const [, order] = /^Order ([\d-]+):/.exec(last.text) ?? []
  if (order) return calling('refund', { order, amount: '49.00' })
  return new AIMessage(last.text.startsWith('No') ? 'I am sorry, that was not approved.' : `Done: ${last.text}`)
}
