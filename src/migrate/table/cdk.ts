import type { AttributeDefinition, CreateTableCommandInput, Projection } from '@aws-sdk/client-dynamodb'
import { keyNames } from './key-attributes.js'
import { quoted } from './quoted.js'

/** A table as a stack of the AWS CDK, version 2. `Table` is the one construct that says all that CreateTable does. */
export function cdkText(resource: string, input: CreateTableCommandInput, timeToLive: string | undefined): string {
  const { TableName, AttributeDefinitions, StreamSpecification: stream, Tags = [] } = input
  const { partition, sort } = keyNames(input.KeySchema, AttributeDefinitions)
  const table = properties(6, [
    ['tableName', quoted(TableName!)],
    ['partitionKey', attribute(partition[0]!)],
    sort[0] && ['sortKey', attribute(sort[0])],
    ['billingMode', `dynamodb.BillingMode.${input.BillingMode}`],
    ...capacity(input),
    stream && ['stream', `dynamodb.StreamViewType.${stream.StreamViewType}`],
    timeToLive !== undefined && ['timeToLiveAttribute', quoted(timeToLive)],
    input.DeletionProtectionEnabled !== undefined && ['deletionProtection', String(input.DeletionProtectionEnabled)],
    input.TableClass && ['tableClass', `dynamodb.TableClass.${input.TableClass}`],
    ['removalPolicy', 'RemovalPolicy.RETAIN'],
  ])
  const locals = (input.LocalSecondaryIndexes ?? []).map(index => {
    const { sort } = keyNames(index.KeySchema, AttributeDefinitions)
    return call('addLocalSecondaryIndex', [
      ['indexName', quoted(index.IndexName!)],
      ['sortKey', attribute(sort[0]!)],
      ...projection(index.Projection),
    ])
  })
  const globals = (input.GlobalSecondaryIndexes ?? []).map(index => {
    const key = keyNames(index.KeySchema, AttributeDefinitions)
    return call('addGlobalSecondaryIndex', [
      ['indexName', quoted(index.IndexName!)],
      ...keys('partitionKey', key.partition),
      ...keys('sortKey', key.sort),
      ...projection(index.Projection),
      ...capacity(index),
    ])
  })
  const tags = Tags.map(({ Key, Value }) => `    Tags.of(table).add(${quoted(Key!)}, ${quoted(Value!)})`)
  const used = ['RemovalPolicy', 'Stack', 'type StackProps', ...(tags.length > 0 ? ['Tags'] : [])]
  return [
    `import { ${used.join(', ')} } from 'aws-cdk-lib'`,
    "import * as dynamodb from 'aws-cdk-lib/aws-dynamodb'",
    "import type { Construct } from 'constructs'",
    '',
    `export class ${resource}Stack extends Stack {`,
    '  constructor(scope: Construct, id: string, props?: StackProps) {',
    '    super(scope, id, props)',
    `    ${locals.length + globals.length + tags.length > 0 ? 'const table = ' : ''}new dynamodb.Table(this, '${resource}', ${table})`,
    ...locals,
    ...globals,
    ...tags,
    '  }',
    '}',
    '',
  ].join('\n')
}

type Property = readonly [name: string, value: string] | false | undefined

const properties = (indent: number, given: readonly Property[]): string => {
  const shown = given.filter(each => Array.isArray(each)) as readonly (readonly [string, string])[]
  return [
    '{',
    ...shown.map(([name, value]) => `${' '.repeat(indent)}${name}: ${value},`),
    `${' '.repeat(indent - 2)}}`,
  ].join('\n')
}

const call = (method: string, given: readonly Property[]) => `    table.${method}(${properties(6, given)})`

const attribute = ({ AttributeName, AttributeType }: AttributeDefinition) =>
  `{ name: ${quoted(AttributeName!)}, type: dynamodb.AttributeType.${attributeTypes[AttributeType!]} }`

const attributeTypes = { S: 'STRING', N: 'NUMBER', B: 'BINARY' } as const

/** One attribute, or several under the plural name. */
const keys = (name: string, attributes: readonly AttributeDefinition[]): readonly Property[] =>
  attributes.length > 1
    ? [[`${name}s`, `[${attributes.map(attribute).join(', ')}]`]]
    : attributes.map(each => [name, attribute(each)] as const)

const projection = ({ ProjectionType, NonKeyAttributes }: Projection = {}): readonly Property[] => [
  ['projectionType', `dynamodb.ProjectionType.${ProjectionType}`],
  NonKeyAttributes && ['nonKeyAttributes', `[${NonKeyAttributes.map(quoted).join(', ')}]`],
]

const capacity = ({
  ProvisionedThroughput: throughput,
}: Pick<CreateTableCommandInput, 'ProvisionedThroughput'>): readonly Property[] => [
  throughput && ['readCapacity', String(throughput.ReadCapacityUnits)],
  throughput && ['writeCapacity', String(throughput.WriteCapacityUnits)],
]
