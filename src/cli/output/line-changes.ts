/** Unchanged lines that are shown on either side of a change. */
const CONTEXT = 2

type Line = readonly [mark: ' ' | '-' | '+', text: string]

/** What makes of one text the other, line by line: `-` what goes, `+` what comes, with some lines around them. */
export function lineChanges(before: string, after: string): string {
  const lines = changes(before.split('\n'), after.split('\n'))
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(([mark]) => mark !== ' '),
  )
  return lines
    .flatMap(([mark, text], at) => {
      if (!near[at]) return []
      const gap = at > 0 && !near[at - 1] && near.slice(0, at).some(Boolean)
      return [...(gap ? ['  …'] : []), `${mark} ${text}`.trimEnd()]
    })
    .join('\n')
}

/** Lines that both texts have, in a longest common sequence, and the others. What is equal at both ends is not compared. */
function changes(before: readonly string[], after: readonly string[]): readonly Line[] {
  const shortest = Math.min(before.length, after.length)
  let head = 0
  while (head < shortest && before[head] === after[head]) head++
  let tail = 0
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const same = (lines: readonly string[]) => lines.map((text): Line => [' ', text])
  return [
    ...same(before.slice(0, head)),
    ...compare(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(before.slice(before.length - tail)),
  ]
}

function compare(before: readonly string[], after: readonly string[]): readonly Line[] {
  // common[i][j]: how many lines what is left from i on and from j on have in common.
  const common = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1))
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i]![j] =
        before[i] === after[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j]) {
      lines.push([' ', before[i]!])
      i++
      j++
    } else if (j === after.length || (i < before.length && common[i + 1]![j]! >= common[i]![j + 1]!))
      lines.push(['-', before[i++]!])
    else lines.push(['+', after[j++]!])
  }
  return lines
}
