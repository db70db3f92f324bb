import { MonotableError } from './monotable-error.js'

/**
 * For the `catch` of an import of an optional package: that it is not installed is said with what to install.
 * @throws MonotableError `package.missing`; what else went wrong on loading it, as it is
 */
export const missingPackage =
  (name: string, neededBy: string) =>
  (error: unknown): never => {
    const { code, message = '' } = Object(error) as { readonly code?: string; readonly message?: string }
    const isMissing = /^(ERR_)?MODULE_NOT_FOUND$/.test(code ?? '') && message.includes(`'${name}'`)
    throw isMissing ? new MonotableError('package.missing', { package: name, neededBy }, { cause: error }) : error
  }
