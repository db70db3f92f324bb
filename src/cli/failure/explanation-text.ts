import type { Style } from '../output/style.js'
import type { Explanation } from './explain.js'
import { fileText, lineText } from './location.js'

/** An error as people read it: what is wrong, where, and what to do. */
export function explanationText(explanation: Explanation, folder: string, { bad, bold, dim }: Style): string {
  const { message, report, hint, location, stack, code } = explanation
  const place = location?.file && [fileText(location.file, folder), location.line].filter(Boolean).join(':')
  const line = location?.file && location.line ? lineText({ file: location.file, line: location.line }) : undefined
  return [
    report,
    code === 'interrupted' ? message : `${bad('Error:')} ${message}`,
    place && `  in ${bold(place)}`,
    line?.trim() && dim(`  ${location!.line} | ${line.trim()}`),
    hint,
    stack && dim(stack.split('\n').slice(1).join('\n')),
    stack && 'This was not expected: please report it, with the lines above.',
  ]
    .filter(Boolean)
    .join('\n')
}

/** The same for programs: the one document of `--json`. */
export function explanationJson({ code, message, hint, details, location }: Explanation): object {
  return { error: { code, message, hint, ...location, details } }
}
