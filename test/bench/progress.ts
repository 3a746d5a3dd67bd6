/** Reports each run of a benchmark. The first of each contender is a line of its own, the others only show on a terminal. */
export type Progress = (caseName: string) => (contender: string, run: number) => void

/**
 * Creates the progress of a benchmark on standard error: a line per case and contender with the seconds since the start and, if an
 * earlier run was recorded, the seconds left. `expectedSeconds` is the time of that run.
 */
export function createProgress(expectedSeconds?: number): Progress {
  const start = performance.now()
  const announced = new Set<string>()
  return (caseName) => (contender, run) => {
    const line = `${caseName}: ${contender}`
    if (!announced.has(line)) {
      announced.add(line)
      const elapsed = Math.round((performance.now() - start) / 1000)
      const left = expectedSeconds === undefined ? '' : `, about ${Math.max(0, expectedSeconds - elapsed)} s left`
      process.stderr.write(`${clearLine()}${elapsed} s${left}: ${line}\n`)
    }
    const round = run < 0 ? 'warming up' : `run ${run + 1}`
    if (process.stderr.isTTY) process.stderr.write(`${clearLine()}${line}, ${round}`)
  }
}

export const endProgress = (): void => {
  process.stderr.write(clearLine())
}

const clearLine = (): string => (process.stderr.isTTY ? '\r\u001b[K' : '')
