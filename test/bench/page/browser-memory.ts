import { readdirSync, readFileSync } from 'node:fs'

const mebibyte = 1024 * 1024

/** Returns the ids of a process and its descendants. */
function listProcessTree(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = read(`/proc/${entry}/stat`)
    // The name in parentheses may contain any character, including parentheses and spaces.
    const parent = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    if (stat) children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process has ended.
    return undefined
  }
}

/**
 * Measures the memory of a process and its descendants in MiB: the sum of their proportional set sizes, which counts
 * shared pages once.
 */
export function measureTreeMemory(root: number): number {
  let bytes = 0
  for (const pid of listProcessTree(root)) {
    const kilobytes = read(`/proc/${pid}/smaps_rollup`)?.match(/^Pss:\s+(\d+) kB/m)?.[1]
    bytes += Number(kilobytes ?? 0) * 1024
  }
  return bytes / mebibyte
}

/** Samples the memory of a process tree four times per second. `stop` returns the peak in MiB. */
export function watchMemory(root: number): { stop(): number } {
  let peak = measureTreeMemory(root)
  const sample = (): void => void (peak = Math.max(peak, measureTreeMemory(root)))
  const timer = setInterval(sample, 250)
  return {
    stop() {
      clearInterval(timer)
      sample()
      return peak
    },
  }
}
