import { execFileSync } from 'node:child_process'
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os'

/**
 * The machine and time of a measurement. `load` is the one-minute load average before the measurement; above about 0.5,
 * results are unreliable.
 */
export interface Machine {
  cpu: string
  cores: number
  memoryGB: number
  os: string
  node: string
  /** The browser that runs the page cases. */
  browser?: string
  load: number
  commit: string
  date: string
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release()} ${arch()}`,
    node: process.version,
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
    commit: commit(),
    date: new Date().toISOString(),
  }
}

function commit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim()
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '-uno') ? ' (changed)' : ''}`
  } catch {
    return 'unknown'
  }
}
