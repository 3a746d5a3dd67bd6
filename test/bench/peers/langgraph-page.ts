import * as langgraph from '@langchain/langgraph/web'
import { offerEngine } from '../engine/run-engine.ts'
import { prepareLangGraph } from './langgraph-graph.ts'

offerEngine({ memory: prepareLangGraph(langgraph as never) })
