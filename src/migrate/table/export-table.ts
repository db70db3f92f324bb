import type { CreateTableInputOptions, Table } from '../../table/table-types.js'
import { cdkText } from './cdk.js'
import { cloudFormationTemplate, resourceName } from './cloudformation.js'
import { terraformText } from './terraform.js'
import { yamlText } from './yaml.js'

/** The languages in which a table can be written down. */
export type TableFormat = 'cloudformation' | 'cloudformation-json' | 'cdk' | 'terraform'

/**
 * Writes a table down for a tool that makes tables: what `createTableInput` says, and its time-to-live. Sends nothing.
 *
 * `cloudformation` is a template in YAML, `cloudformation-json` the same in JSON, `cdk` a stack in TypeScript for aws-cdk-lib 2, and
 * `terraform` a resource of the AWS provider. Keys of several attributes need a recent aws-cdk-lib or AWS provider.
 *
 * @param options what `createTableInput` takes: the table's name, billing, throughput, stream, deletion protection, class, tags
 * @throws DefinitionError `definition.table` for throughput of an index that is none
 * @example await writeFile('table.yaml', exportTable(AppTable, 'cloudformation', { deletionProtection: true }))
 */
export function exportTable(table: Table, format: TableFormat, options: CreateTableInputOptions = {}): string {
  const input = table.createTableInput(options)
  const resource = resourceName(input.TableName!)
  switch (format) {
    case 'cloudformation':
      return yamlText(cloudFormationTemplate(resource, input, table.timeToLive))
    case 'cloudformation-json':
      return `${JSON.stringify(cloudFormationTemplate(resource, input, table.timeToLive), undefined, 2)}\n`
    case 'cdk':
      return cdkText(resource, input, table.timeToLive)
    case 'terraform':
      return terraformText(input, table.timeToLive)
  }
}
