/** The time over which a rate is taken, in milliseconds. */
const SPAN = 10_000

/** Tells how many a second there are, over the last ten seconds; nothing in the first half second. */
export function createRate(): (done: number, time: number) => number | undefined {
  let points: readonly { readonly done: number; readonly time: number }[] = []
  return (done, time) => {
    const recent = points.filter(point => time - point.time <= SPAN)
    const [first] = recent
    // A point for each half second is enough.
    if (!recent.length || time - recent.at(-1)!.time >= 500) points = [...recent, { done, time }]
    if (!first || time - first.time < 500) return undefined
    return ((done - first.done) * 1_000) / (time - first.time)
  }
}
