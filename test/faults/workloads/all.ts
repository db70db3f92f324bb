import { batches } from './batches.js'
import { conditions } from './conditions.js'
import { entities } from './entities.js'
import { keyValues } from './key-values.js'
import { migrations } from './migrations.js'
import { pages } from './pages.js'
import { saver } from './saver.js'
import { tableClient } from './table-client.js'
import { transactions } from './transactions.js'
import { unique } from './unique.js'
import type { Workload } from './workload.js'

export const workloads: readonly Workload[] = [
  entities,
  conditions,
  unique,
  transactions,
  batches,
  keyValues,
  tableClient,
  pages,
  migrations,
  saver,
]
