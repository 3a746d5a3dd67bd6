/** Input and output of a command. @internal */
export interface Terminal {
  /** Prints part of the result to standard output. */
  print(text: string): void
  /** Prints a message to standard error. */
  report(text: string): void
  /**
   * Replaces the progress line, or removes it if `line` is `undefined`. Has no effect if the terminal is not
   * interactive. A function is called only if the line is shown.
   */
  showProgress(line: string | (() => string) | undefined): void
  /** Standard input. */
  readonly input: AsyncIterable<Uint8Array>
  /** Number of characters per line. */
  readonly width: number
  /** Aborted when the user presses Ctrl-C. */
  readonly signal: AbortSignal
}

/**
 * Returns the terminal of this process. If its output pipe is closed (`| head`), further output is discarded.
 *
 * @param onOutputLost Called if the output cannot be written for another reason, such as a full disk.
 * @internal
 */
export function createProcessTerminal(signal: AbortSignal, onOutputLost: (cause: Error) => void): Terminal {
  const { stdin, stdout, stderr } = process
  let isClosed = false
  stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE' && !isClosed) onOutputLost(cause)
    isClosed = true
  })
  // The exit code remains.
  stderr.on('error', () => undefined)
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
    showProgress(line) {
      if (!stderr.isTTY) return
      if (line === undefined) return clear()
      if (isProgressVisible && Date.now() - lastUpdate < 100) return
      lastUpdate = Date.now()
      clear()
      stderr.write((typeof line === 'string' ? line : line()).slice(0, (stderr.columns || 80) - 1))
      isProgressVisible = true
    },
    input: stdin,
    width: stdout.columns || 100,
    signal,
  }
}
