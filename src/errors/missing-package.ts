import { MonotableError } from './monotable-error.js'

/**
 * For the `catch` of an import of an optional package: that it, or what it needs, is not installed is said with what to install.
 * @throws MonotableError `package.missing`; what else went wrong on loading it, as it is
 */
export const missingPackage =
  (names: readonly string[], neededBy: string) =>
  (error: unknown): never => {
    const { code, message = '' } = Object(error) as { readonly code?: string; readonly message?: string }
    const [, missing = ''] = (/^(ERR_)?MODULE_NOT_FOUND$/.test(code ?? '') && /'([^']+)'/.exec(message)) || []
    const name = names.find(name => missing === name || missing.startsWith(`${name}/`))
    throw name ? new MonotableError('package.missing', { package: name, neededBy }, { cause: error }) : error
  }
