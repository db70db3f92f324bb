/** For each error code of a family, the text that is shown, made from the error's details. */
export type Texts<Details> = { readonly [Code in keyof Details]: (details: Details[Code]) => string }
