import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'

/** A CloudFormation template with one table in it, as data. A table with data is kept where its stack is deleted. */
export function cloudFormationTemplate(
  resource: string,
  { StreamSpecification: stream, ...input }: CreateTableCommandInput,
  timeToLive: string | undefined,
) {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      [resource]: {
        Type: 'AWS::DynamoDB::Table',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          ...input,
          ...(stream && { StreamSpecification: { StreamViewType: stream.StreamViewType } }),
          ...(timeToLive !== undefined && {
            TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
          }),
        },
      },
    },
  }
}

/** A name of letters and digits alone for a table in a template, a class in code: `app-events` is `AppEventsTable`. */
export function resourceName(table: string): string {
  const words = table.split(/[^A-Za-z0-9]+/).filter(Boolean)
  const name = words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return `${/^[A-Za-z]/.test(name) ? '' : 'The'}${name}${/table$/i.test(name) ? '' : 'Table'}`
}
