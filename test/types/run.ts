// Compiles the type tests and the examples under every supported TypeScript, and checks what each says of refused lines.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findRefusals, mismatches, neutralise, parseDiagnostics } from './refusal.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const compilers = ['typescript-5.9', 'typescript', 'typescript-7'].map(name => join(root, 'node_modules', name))
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
    const { version } = JSON.parse(readFileSync(join(compiler, 'package.json'), 'utf8'))
    const started = Date.now()
    const tsc = join(compiler, 'bin', 'tsc')
    const run = spawnSync(process.execPath, [tsc, '--noEmit', '--pretty', 'false'], { cwd: copy, encoding: 'utf8' })
    const wrong = mismatches(refusals, parseDiagnostics(run.stdout))
    // A compiler that did not run at all found nothing wrong either.
    if (run.status === null || (run.status !== 0 && run.stdout === '')) wrong.push(run.stderr || String(run.error))
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    console.log(
      `TypeScript ${version}: ${files.length} files, ${refusals.length} refusals, ${wrong.length} wrong, ${seconds} s`,
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
