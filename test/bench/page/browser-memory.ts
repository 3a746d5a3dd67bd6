import { readdirSync, readFileSync } from 'node:fs'

const mebibyte = 1024 * 1024

/** The ids of a process and of all that descend from it. */
function processTree(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = read(`/proc/${entry}/stat`)
    // The name in brackets may hold anything, also brackets and spaces.
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
    // The process has ended meanwhile.
    return undefined
  }
}

/**
 * Memory of a process and all that descend from it, in MiB: the sum of their proportional set sizes, in which what
 * several share is counted once.
 */
export function treeMemory(root: number): number {
  let bytes = 0
  for (const pid of processTree(root)) {
    const kilobytes = read(`/proc/${pid}/smaps_rollup`)?.match(/^Pss:\s+(\d+) kB/m)?.[1]
    bytes += Number(kilobytes ?? 0) * 1024
  }
  return bytes / mebibyte
}

/** Looks at a process tree's memory four times a second, until asked for the peak that it saw. */
export function watchMemory(root: number): { stop(): number } {
  let peak = treeMemory(root)
  const sample = (): void => void (peak = Math.max(peak, treeMemory(root)))
  const timer = setInterval(sample, 250)
  return {
    stop() {
      clearInterval(timer)
      sample()
      return peak
    },
  }
}
