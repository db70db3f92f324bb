import type { DatabaseOptions } from 'monotable'

/** What `createDatabase` takes beside the entities: a client, and what else an application decides where it starts. */
export type Connection = Omit<DatabaseOptions<unknown>, 'entities'>
