/** The name of what a request fails with that the library made wrongly, or whose answer it fails to read: no fault of a proxy's is one of these. */
export const isSurprising = (name: string): boolean =>
  /^(Type|Range|Reference)Error$|Validation|Serialization|AccessDenied|NotFound|Unrecognized|Signature/.test(name)
