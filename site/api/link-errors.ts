import { type CommentDisplayPart, type ProjectReflection, type Reflection, ReflectionKind } from 'typedoc'

/** Makes links of the names of errors in what `@throws` says. */
export function linkErrors(project: ProjectReflection): void {
  const errors = new Map<string, Reflection>(
    project
      .getReflectionsByKind(ReflectionKind.Class)
      .filter(({ name }) => name.endsWith('Error'))
      .map(one => [one.name, one]),
  )
  for (const { comment } of Object.values(project.reflections))
    for (const tag of comment?.getTags('@throws') ?? []) tag.content = tag.content.flatMap(part => linked(part, errors))
}

function linked(part: CommentDisplayPart, errors: ReadonlyMap<string, Reflection>): CommentDisplayPart[] {
  if (part.kind !== 'text') return [part]
  return part.text.split(/\b(\w+Error)\b/).flatMap((text, index): CommentDisplayPart[] => {
    const target = index % 2 === 1 ? errors.get(text) : undefined
    if (target) return [{ kind: 'inline-tag', tag: '@link', text, target }]
    return text === '' ? [] : [{ kind: 'text', text }]
  })
}
