/** Names that say of themselves that they tell what kind of item it is. */
const sure =
  /^_*(entity|entityName|entity_name|entityType|entity_type|_et|et|__typename|typename|__edb_e__|discriminator|recordType|record_type|itemType|item_type|objectType|object_type|docType|doc_type)_*$|^_+(type|kind|model)_*$/i
/** Names that may as well be the type of something else. */
const likely = /^_*(type|kind|model|entityKind|class)_*$/i

export const isTypeName = (name: string): boolean => sure.test(name) || likely.test(name)
export const isSureTypeName = (name: string): boolean => sure.test(name)
