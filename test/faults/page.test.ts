import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { breaks } from './breaks/breaks.js'
import { faultKinds } from './schedule.js'
import { workloads } from './workloads/all.js'

const page = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8')

it.each([...faultKinds, ...workloads.map(({ name }) => name), ...breaks.map(({ name }) => name)])(
  'docs/faults.md tells of %s',
  name => expect(page).toContain(`\`${name}\``),
)
