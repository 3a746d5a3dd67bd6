import { setMaxListeners } from 'node:events'
import { Annotation, END, MemorySaver, START, StateGraph } from '@langchain/langgraph'
import type { EngineTask, PrepareEngine, TaskRecord } from '../engine/engine-task.ts'

// It hangs one listener a parallel node on one signal, of which Node warns above ten.
setMaxListeners(0)

const State = Annotation.Root({
  // Of several nodes that write in the same step, the last one's record stays, as with a reducer of the graph's author.
  record: Annotation<TaskRecord | null>({ reducer: (_, next) => next, default: () => null }),
})

/** LangGraph.js, each node a function of its state, with its own checkpointer in memory. */
export const prepare: PrepareEngine = (task) => {
  const names = Array.from({ length: task.nodes }, (_, step) => `n${step}`)
  const graph = new StateGraph(State)
  for (const [step, name] of names.entries()) {
    graph.addNode(name, ({ record }) => (record ? { record: { ...record, step } } : {}))
  }
  const edge = (from: string, to: string): unknown => graph.addEdge(from as typeof START, to as typeof END)
  edge(START, names[0]!)
  for (let step = 1; step < names.length; step++) {
    edge(task.shape === 'chain' ? names[step - 1]! : names[0]!, names[step]!)
  }
  for (const name of task.shape === 'chain' ? names.slice(-1) : names.slice(1)) edge(name, END)

  return async () => {
    // A checkpointer of its own a time: an old one's checkpoints would make each run slower than the one before.
    const app = graph.compile({ checkpointer: new MemorySaver() })
    const runOnce = async (run: number): Promise<number> => {
      const begin = performance.now()
      const config = { configurable: { thread_id: `r${run}` }, recursionLimit: task.nodes + 10 }
      const ended = await app.invoke({ record: task.record ?? null }, config)
      const ms = performance.now() - begin
      check(task, ended.record)
      return ms
    }
    const begin = performance.now()
    const runMs = await Promise.all(Array.from({ length: task.runs }, (_, run) => runOnce(run)))
    return { ms: performance.now() - begin, runMs }
  }
}

function check(task: EngineTask, record: TaskRecord | null): void {
  const step = task.record ? task.nodes - 1 : undefined
  if (record?.step !== step) throw new Error(`LangGraph ended with step ${record?.step}, expected ${step}.`)
}
