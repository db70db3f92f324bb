/**
 * A zod object schema (of zod, zod/mini or zod/v4/core), by shape: comparing with zod's own interface would cost the compiler
 * hundreds of instantiations an entity.
 */
export interface ObjectSchema {
  readonly _zod: { readonly def: { readonly type: 'object'; readonly shape: object }; readonly output: any }
}

/** The items of a schema, as the application sees them. */
export type Output<S extends ObjectSchema> = S['_zod']['output']

/** The schemas of a schema's attributes, by name. */
export type Shape<S extends ObjectSchema> = S['_zod']['def']['shape']

interface InputOptional {
  readonly _zod: { readonly optin: 'optional' | 'defaulted' }
}
interface OutputOptional {
  readonly _zod: { readonly optout: 'optional' }
}
/** Of the schemas in a union those that are optional on the way in and there on the way out. */
type Defaulted<Z> = Z extends InputOptional ? (Z extends OutputOptional ? never : Z) : never

/** The names of the attributes that have a default, and need not be given to `create`. */
// Most schemas have none, and asking that first spares the compiler the walk through their attributes.
export type OptionalOnCreate<Shape> =
  Defaulted<Shape[keyof Shape]> extends never
    ? never
    : { [Name in keyof Shape]: Defaulted<Shape[Name]> extends never ? never : Name }[keyof Shape]
