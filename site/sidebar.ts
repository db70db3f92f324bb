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
    cookbook: 'Cookbook',
    comparison: 'Compared with other libraries',
  }),
  group('Guides', {
    keys: 'Keys',
    schemas: 'Schemas',
    databases: 'Databases',
    queries: 'Queries',
    writes: 'Writes',
    'unique-values': 'Unique values',
    'time-to-live': 'Time-to-live',
    failures: 'Requests that fail',
    collections: 'Collections',
    transactions: 'Transactions',
    batches: 'Batches',
    evolution: 'Schemas that change',
    extensions: 'Extensions',
    streams: 'Streams',
    testing: 'Testing',
    security: 'Security',
  }),
  group('Tables that exist', {
    adopt: 'Adopt the table that you have',
    check: 'Checking a table',
    migrate: 'Migrations',
    diagram: 'Showing a model',
    'command-line': 'The command line',
  }),
  group('Coming from', {
    'coming-from-electrodb': 'ElectroDB',
    'coming-from-dynamodb-toolbox': 'DynamoDB-Toolbox',
    'coming-from-onetable': 'OneTable',
    'coming-from-dynamoose': 'Dynamoose',
    'coming-from-the-sdk': 'The SDK',
  }),
  group('Without a schema', {
    client: 'The table client',
    'key-value': 'Key-value store',
    adapters: 'Adapters',
    langgraph: 'LangGraph',
  }),
  group('Reference', {
    errors: 'Errors',
    performance: 'Performance',
    compatibility: 'Compatibility',
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
