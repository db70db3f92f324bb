import { tool } from '@langchain/core/tools'
import * as z from 'zod'

const order = z.object({ order: z.string() })

/** What the agent may do by itself. */
export const lookUp = tool(({ order }) => `Order ${order}: a lamp, 49.00, arrived broken.`, {
  name: 'look_up',
  description: 'Tells what is known of an order.',
  schema: order,
})

/** What a person is asked about first. */
export const refund = tool(({ order, amount }) => `${amount} was paid back for order ${order}.`, {
  name: 'refund',
  description: 'Pays money back.',
  schema: order.extend({ amount: z.string() }),
})
