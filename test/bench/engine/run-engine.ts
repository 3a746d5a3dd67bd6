import type { EngineOutcome, EngineTask, PrepareEngine } from './engine-task.ts'

declare global {
  interface Window {
    /** Prepares a task and runs it; `way` is where the record is kept. */
    runEngine?: (way: string, task: EngineTask) => Promise<EngineOutcome>
  }
}

/** Makes a contender runnable from outside the page. */
export function offerEngine(ways: Readonly<Record<string, PrepareEngine>>): void {
  window.runEngine = (way, task) => {
    const prepare = ways[way]
    if (!prepare) throw new Error(`There is no way "${way}" (are ${Object.keys(ways).join(', ')}).`)
    return prepare(task)()
  }
}
