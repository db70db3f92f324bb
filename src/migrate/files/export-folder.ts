import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isObject } from '../source/item-forms.js'
import { fileError, jsonValues } from '../source/json-values.js'
import { readText } from './read-text.js'

/** An export of a table to S3, as it lies in a folder. */
export interface ExportFolder {
  readonly tableName: string
  /** Of each data file, where it is and how many items the manifest says that it has. */
  readonly files: readonly { readonly path: string; readonly itemCount: number | undefined }[]
}

/**
 * Reads the manifests of an export: `manifest-summary.json` and `manifest-files.json`, in the folder itself, in `AWSDynamoDB/<id>` below it.
 * @throws MonotableError `file.invalid` where it is none, or has increments in the place of items
 */
export async function readExport(folder: string, signal?: AbortSignal): Promise<ExportFolder> {
  const names = await readdir(folder, { recursive: true })
  const [found, ...others] = names.filter(name => basename(name) === 'manifest-files.json')
  if (found === undefined)
    throw fileError(folder, undefined, "it has no 'manifest-files.json', and is no export of a table")
  if (others.length > 0)
    throw fileError(folder, undefined, `it has ${others.length + 1} exports: give the folder of one of them`)
  const root = join(folder, dirname(found))
  const summary = await firstValue(join(root, 'manifest-summary.json'), signal)
  if (summary.exportType === 'INCREMENTAL_EXPORT' || summary.outputFormat === 'ION')
    throw fileError(root, undefined, 'it is not a full export in DYNAMODB_JSON, and that is what is read here')
  const paths = new Map(names.map(name => [basename(name), join(folder, name)]))
  const files: { path: string; itemCount: number | undefined }[] = []
  const manifest = join(folder, found)
  for await (const { value, line } of jsonValues(readText(manifest, signal), manifest)) {
    const { dataFileS3Key: key, itemCount } = isObject(value) ? value : {}
    if (typeof key !== 'string') throw fileError(manifest, line, "it has no 'dataFileS3Key', and names no file")
    const path = paths.get(basename(key))
    if (path === undefined) throw fileError(manifest, line, `it names '${key}', which is not in the folder`)
    files.push({ path, itemCount: typeof itemCount === 'number' ? itemCount : undefined })
  }
  const { tableArn } = summary
  const table = typeof tableArn === 'string' ? tableArn.split(':table/')[1] : undefined
  return { tableName: table ?? basename(folder), files }
}

async function firstValue(path: string, signal?: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
  for await (const { value } of jsonValues(readText(path, signal), path)) if (isObject(value)) return value
  throw fileError(path, undefined, 'it is empty')
}
