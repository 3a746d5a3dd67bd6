import type { EngineOutcome, EngineTask, PrepareEngine } from './engine-task.ts'

declare global {
  interface Window {
    /** Prepares a task once and runs it `times` times; `way` is where the record is kept. */
    runEngine?: (way: string, task: EngineTask, times: number) => Promise<EngineOutcome[]>
  }
}

/** Makes a contender runnable from outside the page. */
export function offerEngine(ways: Readonly<Record<string, PrepareEngine>>): void {
  window.runEngine = async (way, task, times) => {
    const prepare = ways[way]
    if (!prepare) throw new Error(`There is no way "${way}" (are ${Object.keys(ways).join(', ')}).`)
    const run = prepare(task)
    const outcomes: EngineOutcome[] = []
    for (let time = 0; time < times; time++) outcomes.push(await run())
    return outcomes
  }
}
