/** The output of a command. @internal */
export interface Terminal {
  /** Prints a part of the result to standard output. */
  print(text: string): void
  /** Prints a message to standard error. */
  report(text: string): void
  /** Replaces the progress line; `undefined` removes it. Does nothing without an interactive terminal. */
  progress(line: string | undefined): void
  /** The standard input. */
  readonly input: AsyncIterable<Uint8Array>
  /** The number of characters per line. */
  readonly width: number
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/**
 * Returns the terminal of this process. If a pipe is closed (`| head`), the rest of the output is discarded.
 *
 * @internal
 */
export function processTerminal(signal: AbortSignal): Terminal {
  const { stdin, stdout, stderr } = process
  let isClosed = false
  stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause
    isClosed = true
  })
  stderr.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause
  })
  let isProgressVisible = false
  let lastUpdate = 0
  const clear = (): void => {
    if (isProgressVisible) stderr.write('\r\x1b[2K')
    isProgressVisible = false
  }
  return {
    print(text) {
      clear()
      if (!isClosed) stdout.write(`${text}\n`)
    },
    report(text) {
      clear()
      stderr.write(`${text}\n`)
    },
    progress(line) {
      if (!stderr.isTTY) return
      if (line === undefined) return clear()
      if (isProgressVisible && Date.now() - lastUpdate < 100) return
      lastUpdate = Date.now()
      clear()
      stderr.write(line.slice(0, (stderr.columns || 80) - 1))
      isProgressVisible = true
    },
    input: stdin,
    width: stdout.columns || 100,
    signal,
  }
}
