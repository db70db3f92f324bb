import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import ts from 'typescript'

/** One import, re-export, `import()` or `import type` of a source file. */
interface Import {
  readonly specifier: string
  /** Nothing of it is left at run time; of `import { type A }` an empty import is. */
  readonly typeOnly: boolean
  /** The imported file's path under src, for a relative specifier. */
  readonly target: string | undefined
}

export interface SourceFile {
  /** Under src, with forward slashes: `key/template.ts`. */
  readonly path: string
  readonly lines: number
  readonly imports: readonly Import[]
  /** Whether it has an `export *`. */
  readonly exportsAll: boolean
  /** The variables it uses that only Node has. */
  readonly nodeGlobals: readonly string[]
}

const nodeGlobalNames = new Set(['Buffer', 'process', 'require', '__dirname', '__filename', 'setImmediate'])

/** Every TypeScript file below a directory, read. */
export function readSourceFiles(directory: string): SourceFile[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => parseSourceFile(name.split(sep).join('/'), readFileSync(join(directory, name), 'utf8')))
}

export function parseSourceFile(path: string, text: string): SourceFile {
  const imports: Import[] = []
  const nodeGlobals = new Set<string>()
  let exportsAll = false

  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return
    const target = specifier.text.startsWith('.') ? resolveTarget(path, specifier.text) : undefined
    imports.push({ specifier: specifier.text, typeOnly, target })
  }

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    if (ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier && (!node.exportClause || ts.isNamespaceExport(node.exportClause))) exportsAll = true
      add(node.moduleSpecifier, node.isTypeOnly)
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false)
    if (ts.isIdentifier(node) && nodeGlobalNames.has(node.text) && isReference(node)) nodeGlobals.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true))

  return { path, lines: text.trimEnd().split('\n').length, imports, exportsAll, nodeGlobals: [...nodeGlobals] }
}

/** A path that imports form back to its first file, or undefined. */
export function findCycle(files: readonly SourceFile[]): readonly string[] | undefined {
  const byPath = new Map(files.map(file => [file.path, file]))
  const done = new Set<string>()
  const walk = (path: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (done.has(path)) return undefined
    for (const { target } of byPath.get(path)?.imports ?? []) {
      const cycle = target === undefined ? undefined : walk(target, [...trail, path])
      if (cycle !== undefined) return cycle
    }
    done.add(path)
    return undefined
  }
  for (const { path } of files) {
    const cycle = walk(path, [])
    if (cycle !== undefined) return cycle
  }
  return undefined
}

function resolveTarget(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts')
}

/** Whether an identifier stands for a variable, not for a property's or a declaration's name, or a type's. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  return (
    ts.isExpression(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isStatement(parent) ||
    isInitializer(parent, node)
  )
}

function isInitializer(parent: ts.Node, node: ts.Identifier): boolean {
  return ts.isVariableDeclaration(parent) && parent.initializer === node
}
