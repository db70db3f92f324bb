import type { CreateTableCommandInput, KeySchemaElement, Projection } from '@aws-sdk/client-dynamodb'
import { isComposite, type KeyNames, keyNames } from './key-attributes.js'
import { quoted as quotedText } from './quoted.js'

/** A block of HCL: arguments, each with its value as text, and blocks in it. */
interface Block {
  readonly head: string
  readonly comment?: string
  readonly arguments: readonly (readonly [name: string, value: string] | false | undefined)[]
  readonly blocks?: readonly Block[]
}

/** A table as a resource of Terraform's AWS provider. */
export function terraformText(input: CreateTableCommandInput, timeToLive: string | undefined): string {
  const { TableName, AttributeDefinitions = [], KeySchema, Tags = [], StreamSpecification: stream } = input
  const { partition, sort } = keyNames(KeySchema, AttributeDefinitions)
  const globals = input.GlobalSecondaryIndexes ?? []
  return `${linesOf({
    head: `resource "aws_dynamodb_table" ${quoted(terraformName(TableName!))}`,
    arguments: [
      ['name', quoted(TableName!)],
      ['billing_mode', quoted(input.BillingMode!)],
      ...capacity(input.ProvisionedThroughput),
      ['hash_key', quoted(partition[0]!.AttributeName!)],
      sort[0] && ['range_key', quoted(sort[0].AttributeName!)],
      input.TableClass && ['table_class', quoted(input.TableClass)],
      input.DeletionProtectionEnabled !== undefined && [
        'deletion_protection_enabled',
        String(input.DeletionProtectionEnabled),
      ],
      stream && ['stream_enabled', 'true'],
      stream?.StreamViewType && ['stream_view_type', quoted(stream.StreamViewType)],
      Tags.length > 0 && ['tags', tagsText(Tags)],
    ],
    blocks: [
      ...AttributeDefinitions.map(
        ({ AttributeName, AttributeType }): Block => ({
          head: 'attribute',
          arguments: [
            ['name', quoted(AttributeName!)],
            ['type', quoted(AttributeType!)],
          ],
        }),
      ),
      ...(input.LocalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }): Block => {
        const key = keyNames(KeySchema, AttributeDefinitions)
        return {
          head: 'local_secondary_index',
          arguments: [
            ['name', quoted(IndexName!)],
            ['range_key', quoted(key.sort[0]!.AttributeName!)],
            ...projection(Projection),
          ],
        }
      }),
      ...globals.map(({ IndexName, KeySchema, Projection, ProvisionedThroughput }): Block => {
        const key = keyNames(KeySchema, AttributeDefinitions)
        const composite = isComposite(key)
        return {
          head: 'global_secondary_index',
          ...(composite && { comment: 'A key of several attributes: this needs the AWS provider 6.29 or later.' }),
          arguments: [
            ['name', quoted(IndexName!)],
            ...(composite ? [] : simpleKey(key)),
            ...projection(Projection),
            ...capacity(ProvisionedThroughput),
          ],
          blocks: composite ? (KeySchema ?? []).map(keyBlock) : [],
        }
      }),
      ...(timeToLive === undefined
        ? []
        : [
            {
              head: 'ttl',
              arguments: [
                ['attribute_name', quoted(timeToLive)],
                ['enabled', 'true'],
              ],
            } satisfies Block,
          ]),
    ],
  }).join('\n')}\n`
}

type Arguments = Block['arguments']

const capacity = (throughput: CreateTableCommandInput['ProvisionedThroughput']): Arguments => [
  throughput && ['read_capacity', String(throughput.ReadCapacityUnits)],
  throughput && ['write_capacity', String(throughput.WriteCapacityUnits)],
]

const simpleKey = ({ partition, sort }: KeyNames): Arguments => [
  ['hash_key', quoted(partition[0]!.AttributeName!)],
  sort[0] && ['range_key', quoted(sort[0].AttributeName!)],
]

const keyBlock = ({ AttributeName, KeyType }: KeySchemaElement): Block => ({
  head: 'key_schema',
  arguments: [
    ['attribute_name', quoted(AttributeName!)],
    ['key_type', quoted(KeyType!)],
  ],
})

const projection = ({ ProjectionType, NonKeyAttributes }: Projection = {}): Arguments => [
  ['projection_type', quoted(ProjectionType!)],
  NonKeyAttributes && ['non_key_attributes', `[${NonKeyAttributes.map(quoted).join(', ')}]`],
]

function linesOf({ head, comment, arguments: given, blocks = [] }: Block): readonly string[] {
  const shown = given.filter(each => Array.isArray(each)) as readonly (readonly [string, string])[]
  // What takes several lines is not aligned with its neighbours: so does `terraform fmt`.
  const isLong = (value: string) => value.includes('\n')
  const width = Math.max(0, ...shown.filter(([, value]) => !isLong(value)).map(([name]) => name.length))
  const inside = [
    ...shown.flatMap(([name, value]) => `${isLong(value) ? name : name.padEnd(width)} = ${value}`.split('\n')),
    ...blocks.flatMap(block => ['', ...linesOf(block)]),
  ]
  return [
    ...(comment === undefined ? [] : [`# ${comment}`]),
    `${head} {`,
    ...inside.map(line => (line === '' ? '' : `  ${line}`)),
    '}',
  ]
}

const tagsText = (tags: NonNullable<CreateTableCommandInput['Tags']>) =>
  ['{', ...tags.map(({ Key, Value }) => `  ${quoted(Key!)} = ${quoted(Value!)}`), '}'].join('\n')

/** A text of HCL, in which nothing is a template: what would begin one is doubled. */
const quoted = (text: string): string =>
  quotedText(text)
    .replaceAll(/[$%](?=\{)/g, '$&$&')
    .replace(/\\./g, pair => unknownEscapes[pair] ?? pair)

/** JSON's short escapes that HCL does not know. */
const unknownEscapes: Readonly<Record<string, string>> = { '\\b': '\\u0008', '\\f': '\\u000c' }

const terraformName = (table: string) => table.replace(/[^\w-]/g, '_').replace(/^(?![A-Za-z_])/, '_')
