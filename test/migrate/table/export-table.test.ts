import { describe, expect, it } from 'vitest'
import { defineTable } from '../../../src/index.js'
import { exportTable } from '../../../src/migrate/index.js'
import type { CreateTableInputOptions } from '../../../src/table/table-types.js'
import { readYaml } from './read-yaml.js'

const least = defineTable({ name: 'least', partitionKey: 'pk' })
const whole = defineTable({
  name: 'app.events-2',
  partitionKey: { name: 'id', type: 'number' },
  sortKey: { name: 'digest', type: 'binary' },
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    some: { partitionKey: 'no', projection: ['title', 'size'] },
    byAge: { type: 'local', sortKey: { name: 'age', type: 'number' }, projection: 'keysOnly' },
    regional: { partitionKey: ['tenant', 'region'], sortKey: [{ name: 'age', type: 'number' }, 'gsi1sk'] },
  },
  timeToLive: 'ttl',
})
const options: CreateTableInputOptions = {
  billingMode: 'PROVISIONED',
  throughput: { readCapacityUnits: 5, writeCapacityUnits: 6 },
  indexThroughput: { gsi1: { readCapacityUnits: 7, writeCapacityUnits: 8 } },
  stream: 'NEW_AND_OLD_IMAGES',
  deletionProtection: true,
  tableClass: 'STANDARD_INFREQUENT_ACCESS',
  tags: { team: 'agents' },
}

describe('CloudFormation', () => {
  it('says what createTableInput says, and the time-to-live', () => {
    const { Resources } = JSON.parse(exportTable(whole, 'cloudformation-json', options))
    const { StreamSpecification, ...input } = whole.createTableInput(options)
    expect(Resources).toEqual({
      AppEvents2Table: {
        Type: 'AWS::DynamoDB::Table',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          ...input,
          // CloudFormation has no StreamEnabled: a stream is there where it is specified.
          StreamSpecification: { StreamViewType: StreamSpecification!.StreamViewType },
          TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        },
      },
    })
  })

  it.each([
    ['the least table', least, {}],
    ['every option', whole, options],
  ])('is the same in YAML: %s', (_, table, options) => {
    expect(readYaml(exportTable(table, 'cloudformation', options))).toEqual(
      JSON.parse(exportTable(table, 'cloudformation-json', options)),
    )
  })

  it('of the least table', () => {
    expect(exportTable(least, 'cloudformation', { tableName: 'other' })).toBe(`AWSTemplateFormatVersion: "2010-09-09"
Resources:
  OtherTable:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      TableName: other
      AttributeDefinitions:
        - AttributeName: pk
          AttributeType: S
      KeySchema:
        - AttributeName: pk
          KeyType: HASH
      BillingMode: PAY_PER_REQUEST
`)
  })
})

it('the CDK', () => expect(exportTable(whole, 'cdk', options)).toMatchFileSnapshot('snapshots/whole.cdk.txt'))
it('the CDK, of the least table', () =>
  expect(exportTable(least, 'cdk')).toBe(`import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'

export class LeastTableStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props)
    new dynamodb.Table(this, 'LeastTable', {
      tableName: "least",
      partitionKey: { name: "pk", type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }
}
`))

it('Terraform', () => expect(exportTable(whole, 'terraform', options)).toMatchFileSnapshot('snapshots/whole.tf.txt'))

describe('names that are no words', () => {
  const placeholder = ['$', '{x}'].join('')
  const awkward = [
    '"',
    '\\',
    placeholder,
    '%{if}',
    "'",
    '\n# x',
    '\u0085',
    '\u2028',
    'yes',
    'N',
    '1e3',
    '- a',
    'a: b',
    '\b',
    '\\b',
  ]
  const table = defineTable({
    name: '1.x',
    partitionKey: 'pk',
    indexes: { gsi: { partitionKey: 'gsi', projection: awkward } },
    timeToLive: `"}\n${placeholder}`,
  })

  it('are themselves in YAML', () => {
    const template = readYaml(exportTable(table, 'cloudformation')) as {
      Resources: Record<string, { Properties: any }>
    }
    const { Properties } = template.Resources.The1XTable!
    expect(Properties.GlobalSecondaryIndexes[0].Projection.NonKeyAttributes).toEqual(awkward)
    expect(Properties.TimeToLiveSpecification.AttributeName).toBe(`"}\n${placeholder}`)
  })

  it('are themselves in the CDK', () => {
    const text = exportTable(table, 'cdk')
    const [, list] = /nonKeyAttributes: (\[.*\]),/.exec(text)!
    expect(JSON.parse(list!)).toEqual(awkward)
    expect(text).toContain("new dynamodb.Table(this, 'The1XTable', {")
  })

  it('open no template in Terraform, and end no text', () => {
    const text = exportTable(table, 'terraform')
    expect(text).toContain('resource "aws_dynamodb_table" "_1_x" {')
    expect(text).toContain('attribute_name = "\\"}\\n$${x}"')
    const [, list] = /non_key_attributes = (\[.*\])/.exec(text)!
    expect(JSON.parse(list!.replaceAll('$$', '$').replaceAll('%%', '%'))).toEqual(awkward)
    expect(list).not.toMatch(/[^$]\$\{|[^%]%\{|[^\\]\\b/)
  })
})

it('refuses what createTableInput refuses', () => {
  const wrong = { ...options, indexThroughput: { nothing: { readCapacityUnits: 1, writeCapacityUnits: 1 } } }
  expect(() => exportTable(whole, 'cdk', wrong as CreateTableInputOptions)).toThrow(
    "'nothing' is no global index of it",
  )
})
