import { join } from 'node:path'
import { Application, type TypeDocOptions } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { subpaths } from '../../entries.config.js'
import { siteFolder } from '../install.js'
import { linkErrors } from './link-errors.js'
import { undocumented } from './undocumented.js'

const optionsFor = (folder: string): Partial<TypeDocOptions & PluginOptions> => ({
  entryPoints: ['index.ts', ...Object.values(subpaths).map(folder => `${folder}/index.ts`)].map(path =>
    join(siteFolder, '..', 'src', path),
  ),
  tsconfig: join(siteFolder, 'api', 'tsconfig.src.json'),
  plugin: ['typedoc-plugin-markdown'],
  out: folder,
  readme: 'none',
  name: 'API',
  excludeInternal: true,
  excludePrivate: true,
  excludeProtected: true,
  excludeExternals: true,
  disableSources: true,
  // Types are checked elsewhere.
  skipErrorChecking: true,
  // Types that only others are made of are shown by their names.
  validation: { notExported: false, invalidLink: true, rewrittenLink: true, notDocumented: false },
  entryFileName: 'index',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  pageTitleTemplates: { index: 'API', module: '{name}', member: '{name}' },
  indexFormat: 'table',
  parametersFormat: 'table',
  typeDeclarationFormat: 'table',
})

/**
 * Writes a page of Markdown for each export of each subpath.
 * @throws Error where an export has no docstring, or one of them links to nothing
 */
export async function makeApi(folder: string): Promise<void> {
  const app = await Application.bootstrapWithPlugins(optionsFor(folder))
  const project = await app.convert()
  if (!project) throw new Error('TypeDoc could not read src.')
  app.validate(project)
  const missing = undocumented(project)
  if (missing.length > 0) throw new Error(`No docstring:\n${missing.join('\n')}`)
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('TypeDoc has warned of docstrings.')
  linkErrors(project)
  await app.generateOutputs(project)
}
