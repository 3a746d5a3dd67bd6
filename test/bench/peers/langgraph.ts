import { setMaxListeners } from 'node:events'
import * as langgraph from '@langchain/langgraph'
import { prepareLangGraph } from './langgraph-graph.ts'

// It hangs one listener a parallel node on one signal, of which Node warns above ten.
setMaxListeners(0)

export const prepare = prepareLangGraph(langgraph)
