import { type DeclarationReflection, type ProjectReflection, ReflectionKind, type SignatureReflection } from 'typedoc'

type Documented = DeclarationReflection | SignatureReflection

const kinds =
  ReflectionKind.ClassOrInterface |
  ReflectionKind.TypeAlias |
  ReflectionKind.Variable |
  ReflectionKind.Property |
  ReflectionKind.CallSignature |
  ReflectionKind.GetSignature

/** Constraints that say of each member what the type does that they are a constraint for. */
const constraints = ['AnyModel', 'AnyCollectionModel']

/**
 * The exports, and the members of exported classes and interfaces, that nothing is said of. Members of types within types speak
 * for themselves, or in the docstring around them.
 */
export function undocumented(project: ProjectReflection): readonly string[] {
  const missing = project
    .getReflectionsByKind(kinds)
    .map(one => one as Documented)
    .filter(one => isNamed(one) && !isInner(one) && !isInherited(one) && !one.hasComment())
    .map(one => one.getFriendlyFullName())
  return [...new Set(missing)]
}

/** Symbols and numbers are members for the compiler alone. */
const isNamed = ({ name, parent }: Documented): boolean =>
  /^[a-z]\w*$/i.test(name) && !name.startsWith('__') && !constraints.includes(parent?.name ?? '')

/** Whether it is within the type of an export or of a member. */
function isInner(one: Documented): boolean {
  const inner = ReflectionKind.TypeLiteral | ReflectionKind.TypeAlias | ReflectionKind.SomeSignature
  for (let up = one.parent; up; up = up.parent) if (up.kindOf(inner)) return true
  return false
}

/** What is said where it is declared first; an accessor has that of its signature. */
const isInherited = (one: Documented): boolean =>
  one.inheritedFrom !== undefined || (one.parent as DeclarationReflection | undefined)?.inheritedFrom !== undefined
