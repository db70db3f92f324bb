import { basename, resolve } from 'node:path'
import type { Outcome, Session } from '../session.js'
import { lineChanges } from './line-changes.js'
import { readIfThere, writeNew } from './new-file.js'

/**
 * What comes of a command that makes a text: the text itself on stdout, or a file that was not there before. A file that is there
 * and is the same is fine; one that differs is left as it is, and the differences are shown.
 * @param file The file that `--out` names, if it does.
 * @param facts What the document of `--json` says beside the text.
 * @param summary Lines for people, beside the file's name.
 */
export async function textOutcome(
  { folder }: Session,
  text: string,
  file: string | undefined,
  facts: object,
  summary: readonly string[] = [],
): Promise<Outcome> {
  if (file === undefined) return { json: { ...facts, text }, text: () => text.trimEnd() }
  const path = resolve(folder, file)
  const there = await readIfThere(path)
  const lines = (...first: string[]) => [...first, ...summary].join('\n')
  if (there === text)
    return {
      json: { ...facts, file: path, written: false },
      text: () => lines(`${file} is there already, and the same.`),
    }
  if (there !== undefined) {
    const changes = lineChanges(there, text)
    const advice = `Name another file, such as --out new-${basename(file)}, or move that one away.`
    return {
      json: { ...facts, file: path, written: false, changes },
      text: ({ bad, good, warn }) =>
        lines(
          ...changes
            .split('\n')
            .map(line => (line.startsWith('-') ? bad(line) : line.startsWith('+') ? good(line) : line)),
          '',
          `${warn('Not written:')} ${file} is there already and differs as above; it is never overwritten. ${advice}`,
        ),
      found: true,
    }
  }
  await writeNew(path, text)
  return {
    json: { ...facts, file: path, written: true },
    text: ({ good }) => lines(`${good('Wrote')} ${file}.`),
  }
}
