import { expect, test } from 'vitest'
import { createWorkspaceProcesses } from './workspace-processes.ts'

/** Processes with numbers as names, which are ready when the test says so. */
function createProcesses({ max = 10, maxStarting = 10 }: { max?: number; maxStarting?: number } = {}) {
  let started = 0
  let time = 0
  const ready = new Set<number>()
  const busy = new Set<number>()
  const ended: number[] = []
  const assigned: Record<string, number> = {}
  const processes = createWorkspaceProcesses<number>({
    start: () => ++started,
    terminate: (child) => void ended.push(child),
    isBusy: (child) => busy.has(child),
    isStarting: (child) => !ready.has(child),
    getMaxProcesses: () => max,
    maxStarting,
    getIdleTimeoutMs: () => 60,
    now: () => time,
  })
  return {
    processes,
    assigned,
    ended,
    wait: (ms: number) => (time += ms),
    startRun: (workspace: string) =>
      processes.assign(workspace, (child) => {
        busy.add(child)
        assigned[workspace] = child
      }),
    endRun(workspace: string): void {
      busy.delete(assigned[workspace]!)
      processes.assignWaitingRequests()
    },
    becomeReady(child: number): void {
      ready.add(child)
      processes.assignWaitingRequests()
    },
  }
}

test('[R23] each workspace has its own process, and the first one gets the process that is already there', () => {
  const { startRun, assigned, processes } = createProcesses()
  startRun('one')
  startRun('one')
  startRun('two')
  expect(assigned).toEqual({ one: 1, two: 2 })
  expect(processes.children).toEqual([1, 2])
})

test('[R23] at the limit, the process without runs that was used least recently ends for another workspace', () => {
  const { startRun, endRun, becomeReady, wait, assigned, ended } = createProcesses({ max: 2 })
  startRun('one')
  wait(1)
  startRun('two')
  for (const child of [1, 2]) becomeReady(child)
  startRun('three')
  expect(assigned).toEqual({ one: 1, two: 2 })
  endRun('two')
  expect(ended).toEqual([2])
  expect(assigned).toEqual({ one: 1, two: 2, three: 3 })
  becomeReady(3)
  endRun('three')
  endRun('one')
  startRun('four')
  expect(ended).toEqual([2, 1])
  expect(assigned.four).toBe(4)
})

test('[R23] few processes start at the same time, and a workspace that no longer waits gets none', () => {
  const { startRun, becomeReady, assigned, processes } = createProcesses({ maxStarting: 1 })
  startRun('one')
  const stopWaiting = startRun('two')
  startRun('three')
  expect(assigned).toEqual({ one: 1 })
  stopWaiting()
  becomeReady(1)
  expect(assigned).toEqual({ one: 1, three: 2 })
  expect(processes.children).toEqual([1, 2])
})

test('[R23] a process that exits is replaced for the workspaces that wait', () => {
  const { startRun, becomeReady, assigned, processes } = createProcesses({ max: 1 })
  startRun('one')
  becomeReady(1)
  startRun('two')
  expect(assigned).toEqual({ one: 1 })
  processes.remove(1)
  expect(assigned).toEqual({ one: 1, two: 2 })
  processes.remove(2)
  // The next run does not wait for its start.
  expect(processes.children).toEqual([3])
})

test('[R23] a process without runs ends after a while, except the last one', () => {
  const { startRun, endRun, wait, ended, processes } = createProcesses()
  startRun('one')
  startRun('two')
  endRun('one')
  wait(60)
  processes.maintain()
  expect(ended).toEqual([])
  wait(1)
  processes.maintain()
  expect(ended).toEqual([1])
  endRun('two')
  wait(100)
  processes.maintain()
  expect(ended).toEqual([1])
})

test('[R23] with several workspaces, a process is started in advance for the next one, within the limits', () => {
  const { startRun, becomeReady, assigned, processes } = createProcesses({ max: 4 })
  startRun('one')
  becomeReady(1)
  processes.maintain()
  expect(processes.children).toEqual([1])
  startRun('two')
  processes.maintain()
  expect(processes.children).toEqual([1, 2])
  becomeReady(2)
  processes.maintain()
  processes.maintain()
  expect(processes.children).toEqual([1, 2, 3])
  becomeReady(3)
  startRun('three')
  expect(assigned.three).toBe(3)
  startRun('four')
  becomeReady(4)
  processes.maintain()
  expect(processes.children).toEqual([1, 2, 3, 4])
})
