import { join } from 'node:path'
import ts from 'typescript'
import { createUserProject, type UserProject } from './user-project.js'

/** An editor with a file open, and what it is told at the places that `|` marks in it. */
export interface Editor {
  readonly project: UserProject
  /** What is shown of what stands behind a mark, by the mark's number. */
  hover(mark: number): string
  /** What is offered there to go on with. */
  offered(mark: number): string[]
  /** What is wrong with the file, as it stands without its marks. */
  errors(): string[]
}

/** Opens a file in a project of a user's. */
export function openEditor(marked: string): Editor {
  const parts = marked.split('|')
  const places = parts.slice(1).map((_, mark) => parts.slice(0, mark + 1).join('').length)
  const project = createUserProject()
  const file = join(project.folder, 'user.ts')
  project.write('user.ts', parts.join(''))
  const { config } = ts.readConfigFile(join(project.folder, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, project.folder)
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getCurrentDirectory: () => project.folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: name => {
      const text = ts.sys.readFile(name)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
  })
  return {
    project,
    hover: mark => ts.displayPartsToString(service.getQuickInfoAtPosition(file, places[mark]!)?.displayParts),
    offered: mark =>
      (service.getCompletionsAtPosition(file, places[mark]!, undefined)?.entries ?? [])
        .filter(({ kind }) => kind !== ts.ScriptElementKind.keyword)
        .map(({ name }) => name),
    errors: () =>
      service.getSemanticDiagnostics(file).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  }
}
