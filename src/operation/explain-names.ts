/** An expression with its names in the place of `#n0`; values stay placeholders, for they may be secret. */
export const resolveNames = (expression: string, names: Readonly<Record<string, string>> = {}): string =>
  expression.replace(/#\w+/g, placeholder => names[placeholder] ?? placeholder)
