import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import type { AttributeModel, Storage } from './attribute-model.js'

/** The storage of a schema that may hold itself, or is not there yet: resolved when first used. */
export class DeferredStorage implements Storage {
  readonly recursive = true
  readonly #resolve: () => AttributeModel
  #target: AttributeModel | undefined

  constructor(resolve: () => AttributeModel) {
    this.#resolve = resolve
  }

  get target(): AttributeModel {
    this.#target ??= this.#resolve()
    return this.#target
  }

  get kind() {
    return this.target.kind
  }

  get types() {
    return this.target.types
  }

  get parts() {
    return [this.target]
  }

  get element() {
    return this.target.element
  }

  child(segment: string | number) {
    return this.target.child(segment)
  }

  marshal(value: unknown): AttributeValue {
    return this.target.marshal(value)
  }

  unmarshal(stored: AttributeValue, issues: Issue[]): unknown {
    return this.target.unmarshal(stored, issues)
  }
}
