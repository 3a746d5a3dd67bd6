/** Reports each run of a benchmark: on a terminal, in a line that is overwritten; otherwise, nothing is reported. */
export type Progress = (caseName: string) => (contender: string, run: number) => void

export const terminalProgress: Progress = (caseName) => (contender, run) => {
  if (!process.stderr.isTTY) return
  const round = run < 0 ? 'warming up' : `run ${run + 1}`
  process.stderr.write(`\r\u001b[K${caseName}: ${contender}, ${round}`)
}

export const endProgress = (): void => {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
}
