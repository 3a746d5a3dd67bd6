import type { LayoutGraph } from '@aw-flow/schema'
import { arrangeGraph } from '../../../packages/client/worker/arrange-graph.ts'
import { layOutWithDagre, type Positions } from '../../../packages/client/worker/testing/test-layouts.ts'

export interface LayoutRequest {
  by: 'ours' | 'dagre'
  graph: LayoutGraph
}

addEventListener('message', ({ data, ports: [port] }: MessageEvent<LayoutRequest>) => {
  const places: Positions = data.by === 'ours' ? arrangeGraph(data.graph).positions : layOutWithDagre(data.graph)
  port!.postMessage(places, [])
})
