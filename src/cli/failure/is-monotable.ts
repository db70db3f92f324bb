import type { MonotableError } from '../../errors/monotable-error.js'

/** Whether an error is one of monotable's: by its shape, for it may be of another copy of the library. */
export const isMonotable = (error: unknown): error is MonotableError =>
  error instanceof Error && 'details' in error && /^[a-zA-Z]+\.\w+$/.test((error as Partial<MonotableError>).code ?? '')
