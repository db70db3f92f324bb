import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/** Where a name is declared. */
interface Place {
  readonly file: string
  readonly name: string
}

/** A source file, read for the names that it declares, imports and hands on. */
interface Module {
  readonly declared: ReadonlyMap<string, readonly ts.Node[]>
  /** Those of its declarations that other files can import. */
  readonly open: ReadonlySet<string>
  /** By the names that they have here, where they come from. */
  readonly imported: ReadonlyMap<string, Place>
  /** By the names that they have outside. */
  readonly handedOn: ReadonlyMap<string, Place>
}

/**
 * The types that the exports of an index file name, in what is public of them, and that it does not export: each with the
 * exports that name it. A type that only its own file knows is a part of the one that it is in, and is not asked for.
 * @param beside An index file whose exports are known as well.
 */
export function unexported(index: string, beside?: string): ReadonlyMap<string, readonly string[]> {
  const read = reader()
  const placeOf = (file: string, name: string): Place | undefined => {
    const { declared, imported, handedOn } = read(file)
    const next = declared.has(name) ? undefined : (imported.get(name) ?? handedOn.get(name))
    return next ? placeOf(next.file, next.name) : declared.has(name) ? { file, name } : undefined
  }
  const exportsOf = (file: string) =>
    [...read(file).handedOn.values()].flatMap(({ file, name }) => placeOf(file, name) ?? [])
  const exported = exportsOf(index)
  const known = new Set([...exported, ...(beside ? exportsOf(beside) : [])].map(({ file, name }) => `${file} ${name}`))
  const missing = new Map<string, string[]>()
  for (const { file, name } of exported)
    for (const used of namesIn(read(file).declared.get(name)!)) {
      const place = placeOf(file, used)
      if (!place || known.has(`${place.file} ${place.name}`) || !read(place.file).open.has(place.name)) continue
      missing.set(place.name, [...(missing.get(place.name) ?? []), name])
    }
  return missing
}

/** Reads each file once. */
function reader(): (file: string) => Module {
  const modules = new Map<string, Module>()
  return file => {
    const known = modules.get(file) ?? readModule(file)
    modules.set(file, known)
    return known
  }
}

function readModule(file: string): Module {
  const declared = new Map<string, ts.Node[]>()
  const open = new Set<string>()
  const imported = new Map<string, Place>()
  const handedOn = new Map<string, Place>()
  const targetOf = (specifier: ts.Expression | undefined) =>
    specifier && ts.isStringLiteral(specifier) && specifier.text.startsWith('.')
      ? join(dirname(file), specifier.text).replace(/\.js$/, '.ts')
      : undefined
  const declare = (name: string, node: ts.Node, statement: ts.Statement) => {
    declared.set(name, [...(declared.get(name) ?? []), node])
    if (has(statement, ts.SyntaxKind.ExportKeyword)) open.add(name)
  }
  for (const statement of ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest).statements) {
    if (ts.isImportDeclaration(statement)) {
      const target = targetOf(statement.moduleSpecifier)
      const names = statement.importClause?.namedBindings
      if (target && names && ts.isNamedImports(names))
        for (const { name, propertyName = name } of names.elements)
          imported.set(name.text, { file: target, name: propertyName.text })
    } else if (ts.isExportDeclaration(statement)) {
      const target = targetOf(statement.moduleSpecifier) ?? file
      if (statement.exportClause && ts.isNamedExports(statement.exportClause))
        for (const { name, propertyName = name } of statement.exportClause.elements)
          handedOn.set(name.text, { file: target, name: propertyName.text })
    } else if (ts.isVariableStatement(statement)) {
      for (const one of statement.declarationList.declarations)
        if (ts.isIdentifier(one.name)) declare(one.name.text, one, statement)
    } else if ('name' in statement && ts.isIdentifier(statement.name as ts.Node))
      declare((statement.name as ts.Identifier).text, statement, statement)
  }
  return { declared, open, imported, handedOn }
}

/** The names of types in what is public of declarations: not in bodies, nor in types that are worked out of others. */
function namesIn(declarations: readonly ts.Node[]): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) || ts.isConditionalTypeNode(node) || ts.isMappedTypeNode(node) || isHidden(node)) return
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) names.add(node.typeName.text)
    if (ts.isExpressionWithTypeArguments(node) && ts.isIdentifier(node.expression)) names.add(node.expression.text)
    ts.forEachChild(node, visit)
  }
  for (const declaration of declarations)
    if (!ts.isVariableDeclaration(declaration)) ts.forEachChild(declaration, visit)
    else if (declaration.type) visit(declaration.type)
  return names
}

const isHidden = (node: ts.Node): boolean =>
  has(node, ts.SyntaxKind.PrivateKeyword) ||
  has(node, ts.SyntaxKind.ProtectedKeyword) ||
  ('name' in node && ts.isPrivateIdentifier(node.name as ts.Node))

const has = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(modifier => modifier.kind === kind)
