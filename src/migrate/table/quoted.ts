/** A text in double quotes for YAML, TypeScript and HCL: as in JSON, with every character escaped that ends lines or is not seen. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
