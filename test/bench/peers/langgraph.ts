import { setMaxListeners } from 'node:events'
import * as langgraph from '@langchain/langgraph'
import { prepareLangGraph } from './langgraph-graph.ts'

// LangGraph.js adds one listener per parallel node to a single signal, and Node.js warns above ten.
setMaxListeners(0)

export const prepare = prepareLangGraph(langgraph)
