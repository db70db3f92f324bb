import type { InferredAttribute, InferredEntity, InferredType } from './inferred-model.js'
import type { Questions } from './questions.js'

/** A text of which only a few values were seen. */
type FewWords = InferredType & { readonly kind: 'string'; readonly values?: readonly string[] }
/** Gives the type that a text of few words is to have; `path` says where it is. */
type Visit = (type: FewWords, path: string) => InferredType

/**
 * Asks which texts of few words are enums: that none of them is, is the safer answer, for an item with a word that comes later could not
 * be read.
 */
export async function findEnums(
  entities: readonly InferredEntity[],
  questions: Questions,
): Promise<readonly InferredEntity[]> {
  const found: { readonly name: string; readonly words: readonly string[] }[] = []
  for (const entity of entities)
    visitTexts(entity, (type, path) => {
      found.push({ name: placeOf(entity, path), words: wordsOf(type) })
      return type
    })
  const [first] = found
  if (first === undefined) return entities
  const all =
    found.length === 1
      ? 2
      : await questions.ask({
          text: `${found.length} attributes hold a few words each, as ${first.name} does (${listed(first.words)}): are these words all there can be?`,
          choices: [
            'no, others may come: they are texts, with the words in a comment',
            'yes: they are enums, and an item with another word is refused',
            'ask for each',
          ],
          chosen: 0,
          why: 'What was seen may not be all; as text nothing that comes later is refused.',
        })
  if (all === 0) return entities
  const enums = new Set<string>()
  for (const { name, words } of found) if (all === 1 || (await isEnum(name, words, questions))) enums.add(name)
  return entities.map(entity => ({
    ...entity,
    attributes: visitTexts(entity, (type, path) =>
      enums.has(placeOf(entity, path)) ? { kind: 'string', values: [...wordsOf(type)].sort() } : type,
    ),
  }))
}

const isEnum = async (name: string, words: readonly string[], questions: Questions) =>
  (await questions.ask({
    text: `Are ${listed(words)} all that ${name} can be?`,
    choices: [
      'no, others may come: it is a text, with the words in a comment',
      'yes: it is an enum, and an item with another word is refused',
    ],
    chosen: 0,
    why: 'What was seen may not be all; as text nothing that comes later is refused.',
  })) === 1

const placeOf = ({ name }: InferredEntity, path: string) => `'${path}' of ${name}`
const listed = (words: readonly string[]) => words.map(word => `'${word}'`).join(', ')
const wordsOf = ({ seen = [] }: FewWords) => seen.map(({ value }) => value)

const visitTexts = ({ attributes }: InferredEntity, visit: Visit) => visitMembers(attributes, '', visit)

const visitMembers = (members: readonly InferredAttribute[], before: string, visit: Visit): InferredAttribute[] =>
  members.map(member => ({ ...member, type: visitType(member.type, `${before}${member.name}`, visit) }))

function visitType(type: InferredType, path: string, visit: Visit): InferredType {
  switch (type.kind) {
    case 'string':
      return type.seen ? visit(type, path) : type
    case 'list':
    case 'record':
      return { ...type, element: visitType(type.element, `${path}[]`, visit) }
    case 'map':
      return { ...type, members: visitMembers(type.members, `${path}.`, visit) }
    case 'mixed':
      return { ...type, types: type.types.map(each => ({ ...each, type: visitType(each.type, path, visit) })) }
    default:
      return type
  }
}
