/** Everything that a check can find, by its kind: how bad it is, what it is called, and what to do about it. */
export const findingKinds = {
  noEntity: {
    severity: 'violation',
    title: 'items of no entity',
    advice: 'Define an entity for them, mend the template or the discriminator of one, or delete them.',
  },
  severalEntities: {
    severity: 'violation',
    title: 'items that may be of several entities',
    advice: 'Write the discriminator that says which one each is of: no read finds them.',
  },
  noDiscriminator: {
    severity: 'violation',
    title: 'items without the discriminator',
    advice:
      'Their keys alone tell what they are, and reads leave them out: backfill the discriminator, or define it as false.',
  },
  invalid: {
    severity: 'violation',
    title: 'items that do not fit the schema',
    advice: 'Widen the schema, or mend the items: reading one throws, or goes the way of onInvalid.',
  },
  key: {
    severity: 'violation',
    title: 'items that make another key than they have',
    advice: 'Writes by what such an item holds would make a second one: mend the attribute, or move the item.',
  },
  indexKeyMissing: {
    severity: 'violation',
    title: 'items without an index key',
    advice: 'The access pattern does not find them: backfill index keys.',
  },
  indexKeyHalf: {
    severity: 'violation',
    title: 'items with half an index key',
    advice: 'The access pattern does not find them: backfill index keys.',
  },
  indexKeyWrong: {
    severity: 'violation',
    title: 'items with another index key than their attributes make',
    advice: 'The access pattern finds them under what they were: backfill index keys.',
  },
  indexKeyLeftOver: {
    severity: 'violation',
    title: 'items with an index key that they should not have',
    advice: 'They are in an index in which they are not looked for: backfill index keys, which removes it.',
  },
  indexKeyImpossible: {
    severity: 'violation',
    title: 'items that can have no index key',
    advice:
      "DynamoDB or the template refuses the value: shorten or change it, or use keys: 'escape' before there are items.",
  },
  newer: {
    severity: 'violation',
    title: 'items of a newer version of the schema',
    advice: 'This code is behind: deploy what wrote them. It can read them, perhaps, and not write them.',
  },
  duplicate: {
    severity: 'violation',
    title: 'items that share a unique value',
    advice: 'Decide which one keeps it, and change the others; then backfill sentinels.',
  },
  sentinelMissing: {
    severity: 'violation',
    title: 'items whose unique value is not kept',
    advice: 'Another item could take the value: backfill sentinels.',
  },
  sentinelOrphaned: {
    severity: 'violation',
    title: 'sentinels whose item is gone, or has another value',
    advice: 'Nobody can take these values: delete the sentinels.',
  },
  sentinelUnknown: {
    severity: 'violation',
    title: 'sentinels of no unique constraint',
    advice: 'Left by a constraint that was renamed or removed: delete them, or define it again.',
  },
  outdated: {
    severity: 'note',
    title: 'items of an older version of the schema',
    advice:
      'They are upgraded when they are read; indexes see them as they are. A schema upgrade writes them all back.',
  },
  noVersion: {
    severity: 'note',
    title: 'items without a version',
    advice: 'They count as version 0, and get one with their next write.',
  },
  alias: {
    severity: 'note',
    title: 'items under an alias of the discriminator',
    advice: 'They are read as ever; backfill the discriminator before the alias is removed from the definition.',
  },
  unknownAttribute: {
    severity: 'note',
    title: 'items with an attribute that the schema does not know',
    advice: 'Updates keep it, put loses it: add it to the schema if it matters.',
  },
  expired: {
    severity: 'note',
    title: 'expired items that DynamoDB has not deleted yet',
    advice: 'Reads leave them out already; if they stay for more than some days, see whether time-to-live is enabled.',
  },
} as const satisfies Record<string, FindingKindText>

interface FindingKindText {
  readonly severity: 'violation' | 'note'
  readonly title: string
  readonly advice: string
}

/** The name of a kind of finding, such as `noEntity`, `invalid` or `indexKeyMissing`. */
export type FindingKind = keyof typeof findingKinds
