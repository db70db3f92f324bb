/** Tells a listener of something. That it throws, or rejects, is its own trouble: what was done must not look as if it had failed. */
export function tell<E>(listener: ((event: E) => unknown) | undefined, event: E): void {
  try {
    const answer = listener?.(event)
    if (answer instanceof Promise) answer.catch(() => {})
  } catch {}
}
