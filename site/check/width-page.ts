/** A page that is wider than it may be, and what makes it so. */
export interface Overflow {
  readonly path: string
  readonly width: number
  readonly elements: readonly string[]
}

/** A page whose script opens others in frames of a width, one after another, and sends to `/~widths/found` which are wider. */
export const widthPage = (paths: readonly string[], width: number): string => `<!doctype html>
<body><script type="module">
const found = []
const look = path => new Promise(resolve => {
  const frame = document.createElement('iframe')
  frame.sandbox = 'allow-same-origin'
  frame.style = 'border: 0; width: ${width}px; height: 844px'
  frame.src = path
  frame.onload = () => {
    const { documentElement: page } = frame.contentDocument
    if (page.scrollWidth > ${width}) found.push({ path, width: page.scrollWidth, elements: culprits(page) })
    frame.remove()
    resolve()
  }
  document.body.append(frame)
})
const scrolls = element => ['auto', 'scroll', 'hidden'].includes(getComputedStyle(element).overflowX)
const culprits = page => {
  const wide = [...page.querySelectorAll('*')].filter(element => element.getBoundingClientRect().right > ${width + 1})
  const free = wide.filter(element => {
    for (let up = element.parentElement; up && up !== page; up = up.parentElement) if (scrolls(up)) return false
    return true
  })
  return free.slice(-3).map(element => element.tagName.toLowerCase() + ' "' + element.textContent.trim().slice(0, 60) + '"')
}
const paths = ${JSON.stringify(paths)}
await Promise.all([0, 1, 2, 3].map(async at => {
  for (; at < paths.length; at += 4) await look(paths[at])
}))
await fetch('/~widths/found', { method: 'POST', body: JSON.stringify(found) })
</script></body>
`
