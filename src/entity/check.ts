import { DefinitionError } from '../errors/monotable-error.js'

/** Refuses an entity for a reason unless it is right. */
export type Check = (right: unknown, reason: string) => asserts right

export const createCheck =
  (entity: string): Check =>
  (right, reason) => {
    if (!right) throw new DefinitionError('definition.entity', { entity, reason })
  }
