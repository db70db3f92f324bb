/** It was ended from outside, by Ctrl-C or a signal; the message says where it stands. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
