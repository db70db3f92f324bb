/** A link of the sidebar to a page of docs/, by the page's name. */
export interface SidebarLink {
  readonly text: string
  /** The page's file in docs/, without `.md`. */
  readonly page: string
}

export interface SidebarGroup {
  readonly text: string
  readonly links: readonly SidebarLink[]
}

const group = (text: string, links: Readonly<Record<string, string>>): SidebarGroup => ({
  text,
  links: Object.entries(links).map(([page, title]) => ({ text: title, page })),
})

/**
 * The pages of docs/ in the order in which one reads them. A page that is not there yet is left out of the site; one that is there
 * and not here fails the tests.
 */
export const sidebar: readonly SidebarGroup[] = [
  group('Learn', {
    tutorial: 'Tutorial',
    comparison: 'Beside other libraries',
  }),
  group('Guides', {
    keys: 'Keys',
    schemas: 'Schemas',
    queries: 'Queries',
    collections: 'Collections',
    writes: 'Writes',
    'unique-values': 'Unique values',
    'time-to-live': 'Time-to-live',
    failures: 'Requests that fail',
    transactions: 'Transactions',
    batches: 'Batches',
    databases: 'Databases',
    streams: 'Streams',
    evolution: 'Schemas that change',
    extensions: 'Extensions',
    testing: 'Testing',
    security: 'Security',
  }),
  group('Cookbook', { cookbook: 'Single-table patterns' }),
  group('A table you have', {
    adopt: 'Adopt it',
    check: 'Check it',
    migrate: 'Migrate it',
    diagram: 'Show its model',
  }),
  group('Coming from', {
    'coming-from-electrodb': 'ElectroDB',
    'coming-from-dynamodb-toolbox': 'dynamodb-toolbox',
    'coming-from-onetable': 'OneTable',
    'coming-from-dynamoose': 'Dynamoose',
    'coming-from-the-sdk': 'The SDK alone',
  }),
  group('Without a schema', {
    client: 'Table client',
    'key-value': 'Key-value store',
    adapters: 'Adapters',
    langgraph: 'LangGraph',
  }),
  group('Reference', {
    errors: 'Errors',
    'command-line': 'Command line',
    compatibility: 'Compatibility',
    performance: 'Performance',
    faults: 'Proof under faults',
    'fuzzing-and-load': 'Fuzzing and load',
    architecture: 'Architecture',
  }),
]

/** The names of the pages that the sidebar leads to. */
export const sidebarPages: readonly string[] = sidebar.flatMap(({ links }) => links.map(({ page }) => page))

/** The sidebar of the pages that are there; a group with none of them is left out. */
export const sidebarOf = (pages: ReadonlySet<string>): readonly SidebarGroup[] =>
  sidebar
    .map(({ text, links }) => ({ text, links: links.filter(({ page }) => pages.has(page)) }))
    .filter(({ links }) => links.length > 0)
