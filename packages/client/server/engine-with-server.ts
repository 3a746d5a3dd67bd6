import type { TableRef } from '@aw-flow/schema'
import type { Engine } from '../engine.ts'
import { hostRunnerProblem, runByHost } from '../host-runner.ts'
import type { Answer } from '../worker/engine-api.ts'
import type { ServerRunner } from './server-runner.ts'

/** What looks at a table, which stands first among its arguments. */
const looks = [
  'derive',
  'profile',
  'check',
  'proposePlan',
  'proposeSchema',
  'traceCell',
  'changedCells',
  'write',
] as const satisfies readonly (keyof Engine)[]

/**
 * An engine of a page whose whole runs a server carries out. Parts of a workflow, forks, and runs that were begun in the page
 * stay here. Tables of the server's runs are paged from there, and brought here when more than rows is asked of them.
 */
export function engineWithServer(engine: Engine, runner: ServerRunner): Engine {
  const bringing = new Map<string, Promise<Answer<boolean>>>()
  const bring = async (table: TableRef): Promise<Answer<boolean>> => {
    if (!runner.has(table)) return { ok: true, value: true }
    const here = await engine.take(table)
    if (!here.ok || here.value) return here
    const fetched = await runner.csv(table).then(
      (csv) => engine.take(table, csv),
      (cause: unknown) => ({ ok: false as const, problem: hostRunnerProblem(cause) }),
    )
    return fetched
  }
  const brought = (table: TableRef): Promise<Answer<boolean>> => {
    const known = bringing.get(table.id) ?? bring(table).finally(() => bringing.delete(table.id))
    bringing.set(table.id, known)
    return known
  }
  const own: Partial<Engine> = {
    run(request, options) {
      const isPart = request.part !== undefined || request.pins !== undefined || request.fork !== undefined
      const { run, record } = request
      return runner.takes({ run, isPart, ...(record ? { record } : {}) })
        ? runByHost(runner, request, options)
        : engine.run(request, options)
    },
    async page(table, offset, limit) {
      if (!runner.has(table)) return engine.page(table, offset, limit)
      const here = await engine.take(table)
      if (here.ok && here.value) return engine.page(table, offset, limit)
      return runner.page(table, offset, limit).then(
        (value) => ({ ok: true as const, value }),
        (cause: unknown) => ({ ok: false as const, problem: hostRunnerProblem(cause) }),
      )
    },
    async previewPlan(table, plan, given = {}) {
      for (const one of [table, ...Object.values(given)]) {
        const here = await brought(one)
        if (!here.ok) return here
      }
      return engine.previewPlan(table, plan, given)
    },
    abandon: (run) => void runner.cancel(run),
  }
  for (const look of looks) {
    const ask = async (table: TableRef, ...more: unknown[]): Promise<unknown> => {
      const here = await brought(table)
      return here.ok ? (engine[look] as (...all: unknown[]) => unknown)(table, ...more) : here
    }
    Object.assign(own, { [look]: ask })
  }
  return new Proxy(engine, {
    get(target, key) {
      if (Object.hasOwn(own, key)) return own[key as keyof Engine]
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? (value as (...all: unknown[]) => unknown).bind(target) : value
    },
  })
}
