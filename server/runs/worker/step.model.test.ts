import fc from 'fast-check'
import { expect, test } from 'vitest'
import { error } from '@aw-flow/schema'
import { seed, sizes } from '../../../test/sizes.ts'
import { createWorkerState } from './state.ts'
import { step } from './step.ts'
import {
  createCluster,
  serializeState,
  type Cluster,
  type SimulatedServer,
  type SimulatedStep,
} from './test-cluster.ts'

/** An action on a cluster. Its numbers select among what is present, so that it applies to any state. */
class Action implements fc.Command<object, Cluster> {
  private readonly name: string
  private readonly perform: (cluster: Cluster) => void

  constructor(name: string, perform: (cluster: Cluster) => void) {
    this.name = name
    this.perform = perform
  }

  check = (): boolean => true
  run(_: object, cluster: Cluster): void {
    this.perform(cluster)
    expect(cluster.violations).toEqual([])
  }
  toString = (): string => this.name
}

const pick = <T>(items: readonly T[], index: number): T | undefined => items[index % Math.max(1, items.length)]
/** Removes one of the items, the first ones most often. */
const take = <T>(items: T[], index: number): T | undefined =>
  items.length === 0 ? undefined : items.splice(index % items.length, 1)[0]

const any = fc.nat(1_000)
/** Mostly the first item, so that most answers arrive in order. */
const first = fc.oneof({ arbitrary: fc.constant(0), weight: 2 }, { arbitrary: fc.nat(5), weight: 1 })
const script = fc.array<SimulatedStep>(
  fc.oneof(
    { arbitrary: fc.constant('effect' as const), weight: 4 },
    { arbitrary: fc.constant('approval' as const), weight: 4 },
    { arbitrary: fc.record({ waitMs: fc.integer({ min: 1, max: 60_000 }) }), weight: 4 },
    { arbitrary: fc.constantFrom('crash' as const, 'crash-at-start' as const), weight: 1 },
  ),
  { minLength: 1, maxLength: 5, size: 'max' },
)

const onServer = (
  name: string,
  perform: (cluster: Cluster, server: SimulatedServer, index: number) => void,
  index: fc.Arbitrary<number> = first,
): fc.Arbitrary<Action> =>
  fc.tuple(fc.nat(1), index).map(([serverIndex, itemIndex]) => {
    const label = `${name}(${serverIndex}, ${itemIndex})`
    return new Action(label, (cluster) => perform(cluster, pick(cluster.servers, serverIndex)!, itemIndex))
  })

const executeStatement = onServer('execute', (cluster, server, index) => {
  const statement = pick(
    server.statements.filter((other) => cluster.isReady(server, other)),
    index,
  )
  if (!statement) return
  server.statements.splice(server.statements.indexOf(statement), 1)
  cluster.execute(server, statement)
})
const deliverAnswer = onServer('answer', (cluster, server, index) => {
  const event = take(server.responses, index)
  if (event) cluster.dispatch(server, event)
})
const deliverAnnouncement = onServer('deliver', (cluster, server, index) => {
  const event = take(server.notifications, index)
  if (event) cluster.dispatch(server, event)
})
const work = onServer('work', (cluster, server, index) => {
  const attempt = pick([...server.attempts.values()], index)
  if (attempt) cluster.work(server, attempt)
})
/** Lets the servers work in order, or all but one, which is stalled: its computer is suspended or very slow. */
const settle = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(undefined, undefined, 0, 1)).map(
  ([times, stalled]) =>
    new Action(`settle(${times}, ${stalled})`, (cluster) => {
      const stalledServers = stalled === undefined ? [] : [cluster.servers[stalled]!]
      for (let round = 0; round < times && cluster.runOnce(stalledServers); round++);
    }),
)
const add = fc
  .tuple(script, fc.integer({ min: -2, max: 2 }))
  .map(
    ([steps, priority]) =>
      new Action(`add(${JSON.stringify(steps)}, ${priority})`, (cluster) => void cluster.add(steps, priority)),
  )
const advance = fc
  .tuple(fc.integer({ min: 1, max: 15_000 }), fc.boolean())
  .map(
    ([ms, isStalled]) =>
      new Action(`advance(${ms}, ${isStalled})`, (cluster) =>
        cluster.advance(ms, isStalled ? [cluster.servers[0]!] : []),
      ),
  )
const offset = fc.integer({ min: -600_000, max: 600_000 }).map((ms) => 1_000_000 + ms)
const setClocks = fc
  .record({ serverOffset: offset, databaseOffset: offset }, { requiredKeys: [] })
  .map((offsets) => new Action(`setClocks(${JSON.stringify(offsets)})`, (cluster) => cluster.setClocks(offsets)))
const onRun = (name: string, perform: (cluster: Cluster, index: number) => void): fc.Arbitrary<Action> =>
  any.map((index) => new Action(`${name}(${index})`, (cluster) => perform(cluster, index)))

const actions: fc.Arbitrary<Action>[] = [
  executeStatement,
  executeStatement,
  deliverAnswer,
  deliverAnswer,
  deliverAnnouncement,
  work,
  work,
  settle,
  settle,
  add,
  advance,
  advance,
  setClocks,
  onServer('loseAnnouncements', (_, server) => void server.notifications.splice(0)),
  onServer('repeatAnnouncements', (_, server) => void server.notifications.push(...server.notifications)),
  onServer('failStatement', (cluster, server, index) => {
    const statement = take(server.statements, index)
    if (statement) cluster.fail(server, statement, false)
  }),
  onServer('loseAnswer', (cluster, server, index) => {
    const statement = take(server.statements, index)
    if (statement && cluster.isReady(server, statement)) cluster.fail(server, statement, true)
    else if (statement) server.statements.push(statement)
  }),
  onServer('killAttempt', (cluster, server, index) => {
    const attempt = pick([...server.attempts.values()], index)
    if (attempt) cluster.killAttempt(server, attempt)
  }),
  onServer('killForMemory', (cluster, server, index) => {
    const attempt = pick([...server.attempts.values()], index)
    if (attempt) cluster.killAttempt(server, attempt, error('run.too-much-memory', { node: '', used: 2, limit: 1 }))
  }),
  onServer('killServer', (cluster, server) => cluster.killServer(server)),
  onServer('closeServer', (cluster, server) => cluster.dispatch(server, { type: 'closing' })),
  onServer('restartClosed', (cluster, server) => cluster.restartClosed(server)),
  onRun('executeLate', (cluster, index) => {
    const server = pick(cluster.killed, index)
    const statement = server && take(server.statements, index)
    if (server && statement) cluster.execute(server, statement)
  }),
  onRun('cancel', (cluster, index) => {
    const row = pick([...cluster.rows.values()], index)
    if (row) cluster.cancel(row)
  }),
  onRun('approve', (cluster, index) => {
    const row = pick([...cluster.rows.values()], index)
    if (row) cluster.approve(row)
  }),
]

/** Lets everything finish without further faults: at most 30 simulated minutes. */
function finish(cluster: Cluster): void {
  const isFinished = (): boolean =>
    [...cluster.rows.values()].every(({ status, events, script: steps, commands, isCancelRequested }) => {
      const last = events.at(-1)
      const needsApproval = last?.type === 'waiting' && steps[last.step] === 'approval'
      const hasRequest = isCancelRequested || commands.some(({ hasResult }) => !hasResult)
      return status === 'ended' || (status === 'waiting' && needsApproval && !hasRequest)
    })
  for (let seconds = 0; seconds < 1_800 && !isFinished(); seconds++) {
    for (let round = 0; cluster.runOnce(); round++) {
      if (round > 1_000) throw new Error('The servers never become idle.')
    }
    for (const server of cluster.servers) cluster.restartClosed(server)
    cluster.advance(1_000)
  }
  while (cluster.runOnce());
}

const cluster = fc.record({
  servers: fc.constant(2),
  maxRuns: fc.integer({ min: 1, max: 3 }),
  maxTotalRuns: fc.constantFrom(0, 0, 1, 3),
})

test('[R1] every run ends once, whatever is killed, lost, repeated, delayed or canceled, and whatever the clocks show', () => {
  fc.assert(
    fc.property(cluster, fc.commands(actions, { maxCommands: 120, size: 'max' }), (options, commands) => {
      const simulated = createCluster(options)
      fc.modelRun(() => ({ model: {}, real: simulated }), commands)
      finish(simulated)
      expect(simulated.violations).toEqual([])
      for (const { id, status, script: steps, events, effects, isCancelRequested, deaths } of simulated.rows.values()) {
        const types = events.map(({ type }) => type)
        const end = types.at(-1)
        const run = { id, status, types, deaths, isCancelRequested, worker: simulated.rows.get(id)!.worker }
        // An effect whose server was killed may not have been performed, but none is performed twice.
        expect(Math.max(0, ...effects.filter((times) => times !== undefined)), JSON.stringify(run)).toBeLessThanOrEqual(
          1,
        )
        if (status === 'waiting') {
          expect({ ...run, isCancelRequested, end }).toMatchObject({ isCancelRequested: false, end: 'waiting' })
          continue
        }
        expect(run).toMatchObject({ status: 'ended', worker: undefined })
        if (end === 'run-completed') expect(types.filter((type) => type === 'step-ended')).toHaveLength(steps.length)
        else if (end === 'run-cancelled') expect(run).toMatchObject({ isCancelRequested: true })
        else if (!simulated.rows.get(id)!.hasProblem)
          expect(deaths + types.filter((type) => type === 'run-resumed').length).toBeGreaterThanOrEqual(3)
      }
      for (const { state } of simulated.servers) expect([...state.runs.keys()]).toEqual([])
    }),
    { numRuns: sizes.workerSimulations, seed },
  )
})

test('[R4] a state is never mutated, and depends on nothing but the events', () => {
  fc.assert(
    fc.property(cluster, fc.commands(actions, { maxCommands: 60, size: 'max' }), (options, commands) => {
      const simulated = createCluster({ ...options, shouldLog: true })
      fc.modelRun(() => ({ model: {}, real: simulated }), commands)
      for (const { log } of [...simulated.servers, ...simulated.killed]) {
        let state = createWorkerState({ maxRuns: options.maxRuns, isLimited: options.maxTotalRuns > 0 })
        for (const entry of log) {
          state = step(state, entry.event)[0]
          expect(serializeState(state)).toBe(entry.serialized)
          expect(serializeState(entry.state)).toBe(entry.serialized)
        }
      }
    }),
    { numRuns: Math.ceil(sizes.workerSimulations / 10), seed },
  )
})
