import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { vi } from 'vitest'

// A program of the compiler takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** What the compiler has against generated texts, all in one program, as strict as this project's own files; none where all is well. */
export function codeErrors(texts: Readonly<Record<string, string>>): readonly string[] {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root)
  const files = new Map(Object.entries(texts).map(([name, text]) => [`${root}/generated/${name}.ts`, text]))
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = name => files.has(name) || fileExists(name)
  host.getSourceFile = (name, version, ...rest) => {
    const text = files.get(name)
    return text === undefined
      ? getSourceFile.call(host, name, version, ...rest)
      : ts.createSourceFile(name, text, version, true)
  }
  const program = ts.createProgram([...files.keys()], { ...options, noUnusedLocals: true }, host)
  return [...files.keys()].flatMap(name =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name)!)
      .map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`),
  )
}
