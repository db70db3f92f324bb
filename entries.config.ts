/** What the package exports beside the core, by subpath, and where it is in `src/`. */
export const subpaths = {
  client: 'client',
  kv: 'kv',
  keyv: 'kv/keyv',
  unstorage: 'kv/unstorage',
  langgraph: 'kv/langgraph',
  migrate: 'migrate',
  testing: 'testing',
} as const
