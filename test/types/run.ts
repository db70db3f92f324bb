// Compiles the type tests and the examples under every supported TypeScript, and checks what each says of refused lines.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { compilers, root, run } from './compilers.js'
import { findRefusals, mismatches, neutralise, parseDiagnostics } from './refusal.js'

const include = ['test/**/*.test-d.ts', 'examples/**/*.ts']

mkdirSync(join(root, '.tmp'), { recursive: true })
const copy = mkdtempSync(join(root, '.tmp', 'types-'))
try {
  const files = copyProject()
  const refusals = files.flatMap(file => {
    const source = readFileSync(join(copy, file), 'utf8')
    writeFileSync(join(copy, file), neutralise(source))
    return findRefusals(file, source)
  })
  for (const compiler of compilers) {
    const started = Date.now()
    const wrong = mismatches(refusals, parseDiagnostics(run(compiler, copy, ['--noEmit'])))
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    console.log(
      `TypeScript ${compiler.version}: ${files.length} files, ${refusals.length} refusals, ${wrong.length} wrong, ${seconds} s`,
    )
    for (const text of wrong) console.log(`\n${text}\n`)
    if (wrong.length > 0) process.exitCode = 1
  }
} finally {
  rmSync(copy, { recursive: true })
}

/** Copies what is compiled, and tells the files that may hold refusals. */
function copyProject(): string[] {
  for (const folder of ['src', 'test', 'examples']) {
    if (existsSync(join(root, folder))) cpSync(join(root, folder), join(copy, folder), { recursive: true })
  }
  const config = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ ...config, include }))
  return readdirSync(copy, { recursive: true, encoding: 'utf8' })
    .map(file => file.split(sep).join('/'))
    .filter(file => /^test\/.*\.test-d\.ts$|^examples\/.*\.ts$/.test(file))
}
