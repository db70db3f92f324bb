import ts from 'typescript'
import { agrees, type Module, type Page } from './page.js'

/**
 * Compiles the modules of all pages in one program, as the project's own files are. Tells of each page what is wrong:
 * errors that no remark expects, remarks that the compiler does not agree with.
 * @param folder where the modules would be: its packages are theirs
 */
export function typeCheck(root: string, pages: readonly Page[], folder = root): ReadonlyMap<Page, readonly string[]> {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root)
  const modules = new Map<string, { page: Page; module: Module }>(
    pages.flatMap(page =>
      page.modules.map((module, index) => [`${folder}/${page.path}.${index}.ts`, { page, module }] as const),
    ),
  )
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = name => modules.has(name) || fileExists(name)
  host.getSourceFile = (name, version, ...rest) => {
    const found = modules.get(name)
    return found
      ? ts.createSourceFile(name, found.module.code, version, true)
      : getSourceFile.call(host, name, version, ...rest)
  }
  const program = ts.createProgram([...modules.keys()], options, host)
  const wrong = new Map(pages.map(page => [page, [] as string[]]))
  for (const [name, { page, module }] of modules) {
    const file = program.getSourceFile(name)!
    const errors = ts.getPreEmitDiagnostics(program, file)
    const said = errors.map(({ start = 0, messageText }) => ({
      start,
      line: file.getLineAndCharacterOfPosition(start).line + 1,
      text: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }))
    const covered = new Set<object>()
    for (const { mark, text, line, statement } of module.remarks) {
      if (mark !== '✗') continue
      const own = said.filter(({ start }) => start >= statement.getStart() && start < statement.end)
      for (const error of own) covered.add(error)
      if (own.length === 0) wrong.get(page)!.push(`${page.path}:${line} compiles, and must be refused`)
      else if (!own.some(error => agrees(`…${text}…`, error.text)))
        wrong.get(page)!.push(`${page.path}:${line} is refused otherwise:\n${own.map(error => error.text).join('\n')}`)
    }
    for (const error of said)
      if (!covered.has(error)) wrong.get(page)!.push(`${page.path}:${error.line} must compile:\n${error.text}`)
  }
  return wrong
}

/** What the compiler has against files of the file system, as strict as the project's own. */
export function filesErrors(root: string, files: readonly string[]): readonly string[] {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root)
  return ts
    .getPreEmitDiagnostics(ts.createProgram(files, options))
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
}
