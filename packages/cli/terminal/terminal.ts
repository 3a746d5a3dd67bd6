/** Where a command speaks. Results go to `say`, all else to `tell`; progress is shown only to a person who watches. */
export interface Terminal {
  /** A piece of the result, to standard output. */
  say(text: string): void
  /** A message, to standard error. */
  tell(text: string): void
  /** Replaces the line of progress; `undefined` takes it away. Nothing at all where nobody watches. */
  progress(line: string | undefined): void
  /** What comes on standard input, until its end. */
  readonly input: AsyncIterable<Uint8Array>
  /** Characters in a line. */
  readonly width: number
  /** Aborted when the person wants to stop. */
  readonly signal: AbortSignal
}

/** The terminal of this process. A reader that goes away (`| head`) is no error: what it does not read is not written. */
export function processTerminal(signal: AbortSignal): Terminal {
  const { stdin, stdout, stderr } = process
  let gone = false
  stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause
    gone = true
  })
  stderr.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause
  })
  let shown = false
  let last = 0
  const clear = (): void => {
    if (shown) stderr.write('\r\x1b[2K')
    shown = false
  }
  return {
    say(text) {
      clear()
      if (!gone) stdout.write(`${text}\n`)
    },
    tell(text) {
      clear()
      stderr.write(`${text}\n`)
    },
    progress(line) {
      if (!stderr.isTTY) return
      if (line === undefined) return clear()
      if (shown && Date.now() - last < 100) return
      last = Date.now()
      clear()
      stderr.write(line.slice(0, (stderr.columns || 80) - 1))
      shown = true
    },
    input: stdin,
    width: stdout.columns || 100,
    signal,
  }
}
