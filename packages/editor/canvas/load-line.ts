import type { NodeRun } from '@aw-flow/schema'
import type { CanvasStrings } from './canvas-strings.ts'

type LoadLineStrings = Pick<CanvasStrings, 'rows' | 'setAside'>

/** One line about a loaded file: "sales.csv · 1,204 rows · 3 rejected"; `undefined` if the node has loaded none. */
export function loadLine(run: NodeRun | undefined, strings: LoadLineStrings): string | undefined {
  const load = run?.report?.kind === 'load' ? run.report.report : undefined
  if (!run || run.rows === undefined || typeof load !== 'object' || load === null) return undefined
  if (run.state !== 'completed' && run.state !== 'cached') return undefined
  if (!('file' in load) || typeof load.file !== 'string' || load.file === '') return undefined
  const rejected = rejectedRecords(run)
  return [load.file, strings.rows(run.rows), ...(rejected > 0 ? [strings.setAside(rejected)] : [])].join(' · ')
}

/** The number of rejected records of a Load node; 0 for other nodes. */
export function rejectedRecords({ report }: NodeRun): number {
  const load = report?.kind === 'load' ? report.report : undefined
  const rejects = typeof load === 'object' && load !== null && 'rejects' in load ? load.rejects : undefined
  return typeof rejects === 'number' ? rejects : 0
}
