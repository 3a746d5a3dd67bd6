import { readFileSync } from 'node:fs'
import pidusage from 'pidusage'

/** Reads the memory usage of a process, in bytes; `undefined` if it is unknown. */
export type ReadProcessMemory = (pid: number) => number | undefined

/** Returns the memory usage of processes in bytes, keyed by process ID. Processes that have exited are omitted. */
export type MeasureProcesses = (pids: number[]) => Promise<Record<number, number>>

/** Minimum time between measurements, in ms. Each one starts a program: `ps` on macOS, PowerShell on Windows. */
const intervalMs = { other: 1_000, win32: 3_000 } as const
/** Age above which a measurement is ignored, in ms. */
const maxAgeMs = 30_000

/**
 * Creates a function that reads how much memory another process uses. A blocked process cannot report this itself.
 *
 * On Linux, the function reads the current value. On other systems, only a separate program can measure it, which takes
 * longer. The function then returns the latest measurement, and starts a new one that covers all processes requested
 * since the previous one. The result is therefore `undefined` at first.
 *
 * @param platform Value of `process.platform`.
 * @param measure Measures processes on systems other than Linux. Can be replaced in tests.
 * @param now Returns the current time in ms. Can be replaced in tests.
 */
export function createProcessMemoryReader(
  platform: string = process.platform,
  measure: MeasureProcesses = measureWithSystemProgram,
  now: () => number = () => performance.now(),
): ReadProcessMemory {
  if (platform === 'linux') return readStatusFile
  const measurements = new Map<number, { bytes: number; at: number }>()
  const requestedPids = new Set<number>()
  let startedAt = -Infinity
  let isMeasuring = false

  const measureRequestedProcesses = async (): Promise<void> => {
    isMeasuring = true
    startedAt = now()
    const pids = [...requestedPids]
    requestedPids.clear()
    // Measuring fails if the processes have exited or the program is unavailable. The time limit and the heartbeat
    // timeout still apply.
    const bytesByPid = await measure(pids).catch(() => ({}) as Record<number, number>)
    for (const pid of measurements.keys())
      if (now() - (measurements.get(pid)?.at ?? 0) > maxAgeMs) measurements.delete(pid)
    for (const pid of pids) {
      const bytes = bytesByPid[pid]
      if (bytes === undefined) measurements.delete(pid)
      else measurements.set(pid, { bytes, at: startedAt })
    }
    isMeasuring = false
  }

  return (pid) => {
    requestedPids.add(pid)
    const minInterval = platform === 'win32' ? intervalMs.win32 : intervalMs.other
    if (!isMeasuring && now() - startedAt >= minInterval) void measureRequestedProcesses()
    const measurement = measurements.get(pid)
    return measurement && now() - measurement.at <= maxAgeMs ? measurement.bytes : undefined
  }
}

/** Reads the memory usage of a process, in bytes. See {@link createProcessMemoryReader}. */
export const readProcessMemory = createProcessMemoryReader()

function readStatusFile(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}

async function measureWithSystemProgram(pids: number[]): Promise<Record<number, number>> {
  const usages = await pidusage(pids)
  return Object.fromEntries(Object.entries(usages).flatMap(([pid, usage]) => (usage ? [[pid, usage.memory]] : [])))
}
