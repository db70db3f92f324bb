import { parseArgs } from 'node:util'
import { breaks } from './breaks/breaks.js'
import type { SeedOptions } from './run-seed.js'
import { workloads } from './workloads/all.js'

/** What the suite is asked for. */
export interface Options {
  /** The first seed; those that follow it are the next ones. */
  readonly seed: number
  /** How many seeds, and for how long new ones are begun. */
  readonly seeds: number
  readonly minutes: number
  readonly transports: readonly SeedOptions['transport'][]
  readonly workloads: readonly string[]
  /** The broken builds to try; the sound one where there are none. */
  readonly breaks: readonly string[]
  readonly json: string | undefined
}

const names = workloads.map(({ name }) => name)
const list = (all: readonly string[]) => all.join(', ')

export const help = `npm run test:faults -- [options]

Writes to DynamoDB Local from many sides at once, through a proxy that delays, refuses, cuts and loses what it carries, and compares
what is there afterwards with what was acknowledged.

  --seed <number>       the first seed: the same faults and operations again; a random one where it is not given
  --seeds <number>      how many seeds, one after another (4)
  --minutes <number>    as many seeds as begin in that time
  --workload <name>     only this; can be given several times: ${list(names)}
  --transport <name>    standard or fast; both, by turns, where it is not given
  --break <name>        a library that is broken on purpose, in memory, must be caught; 'all', or one of:
${breaks.map(({ name, what }) => `                          ${name.padEnd(20)} ${what}`).join('\n')}
  --json <file>         writes the report there too

It ends with 1 where an acknowledged write is lost or doubled, or anything is there that no write explains; with --break, where
a break is not caught.`

/** @throws Error for what is none of them */
export function readOptions(args: readonly string[]): Options | 'help' {
  const text = { type: 'string' } as const
  const many = { type: 'string', multiple: true } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: text,
      seeds: text,
      minutes: text,
      workload: many,
      transport: text,
      break: many,
      json: text,
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return 'help'
  const asked = values.break?.includes('all') ? breaks.map(({ name }) => name) : (values.break ?? [])
  return {
    seed: number('seed', values.seed) ?? Math.floor(Math.random() * 1_000_000),
    seeds: number('seeds', values.seeds) ?? (values.minutes === undefined ? 4 : Number.POSITIVE_INFINITY),
    minutes: number('minutes', values.minutes) ?? Number.POSITIVE_INFINITY,
    transports: [values.transport ?? ['standard', 'fast']].flat().map(name => oneOf('transport', name, transports)),
    workloads: (values.workload ?? []).map(name => oneOf('workload', name, names)),
    breaks: asked.map(name =>
      oneOf(
        'break',
        name,
        breaks.map(each => each.name),
      ),
    ),
    json: values.json,
  }
}

const transports = ['standard', 'fast'] as const

function oneOf<T extends string>(option: string, given: string, all: readonly T[]): T {
  const found = all.find(each => each === given)
  if (found === undefined) throw new Error(`--${option} is one of ${list(all)}; '${given}' is none`)
  return found
}

function number(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  const value = Number(given)
  if (!(value >= 0)) throw new Error(`--${option} takes a number, and '${given}' is none`)
  return value
}
