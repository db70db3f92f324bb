/** What both versions have, under one type. */
export interface AnyKeyv {
  set(key: string, value: unknown, ttl?: number): Promise<boolean>
  setMany(entries: { key: string; value: unknown; ttl?: number }[]): Promise<unknown>
  get(key: string): Promise<any>
  getMany(keys: string[]): Promise<any[]>
  has(key: string): Promise<boolean>
  hasMany(keys: string[]): Promise<boolean[]>
  delete(key: string): Promise<boolean>
  deleteMany(keys: string[]): Promise<boolean | boolean[]>
  clear(): Promise<void>
  iterator?(argument?: unknown): AsyncGenerator<any, void>
}

/** All that its iterator gives. */
export async function entriesOf(keyv: AnyKeyv): Promise<[key: string, value: unknown][]> {
  const entries: [string, unknown][] = []
  for await (const entry of keyv.iterator!({})) entries.push(entry)
  return entries
}
