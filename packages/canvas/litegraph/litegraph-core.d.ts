// The parts of litegraph.js 0.7.18 that this package uses. The declarations of litegraph.js differ from its core build.
declare module 'litegraph.js/build/litegraph.core.js' {
  class LGraphNode {
    constructor(title?: string)
    id: number
    pos: ArrayLike<number>
    size: ArrayLike<number>
    flags: Record<string, unknown>
    inputs: unknown[]
    outputs: unknown[]
    configure(data: SavedNode): void
  }
  interface SavedNode {
    title: string
    pos: [number, number]
    size: [number, number]
    inputs: unknown[]
    outputs: unknown[]
  }
  class LGraph {
    _nodes: LGraphNode[]
    links: Record<number, { id: number; origin_id: number; target_id: number } | undefined>
    config: Record<string, unknown>
    configure(data: Record<string, unknown>): boolean | undefined
    detachCanvas(canvas: LGraphCanvas): void
    updateExecutionOrder: () => void
  }
  class LGraphCanvas {
    constructor(canvas: HTMLCanvasElement, graph: LGraph, options: { skip_events: boolean; skip_render: boolean })
    canvas: HTMLCanvasElement
    bgcanvas: HTMLCanvasElement
    ds: { scale: number; offset: Float32Array }
    viewport: [number, number, number, number] | null
    visible_nodes: LGraphNode[]
    dirty_bgcanvas: boolean
    background_image: string | null
    clear_background: boolean
    clear_background_color: string | null
    render_canvas_border: boolean
    show_info: boolean
    render_shadows: boolean
    allow_searchbox: boolean
    allow_interaction: boolean
    read_only: boolean
    draw(front: boolean, back: boolean): void
    onRenderBackground: ((canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) => boolean) | null
    onDrawForeground: ((context: CanvasRenderingContext2D) => void) | null
    onDrawOverlay: ((context: CanvasRenderingContext2D) => void) | null
    drawNode: (node: LGraphNode, context: CanvasRenderingContext2D) => void
    drawConnections: (context: CanvasRenderingContext2D) => void
    computeVisibleNodes: (nodes: LGraphNode[] | null, out?: LGraphNode[]) => LGraphNode[]
  }
  const LiteGraph: {
    MAX_NUMBER_OF_NODES: number
    debug: boolean
    registered_node_types: Record<string, unknown>
    registerNodeType(type: string, nodeClass: typeof LGraphNode): void
  }
  const core: {
    LiteGraph: typeof LiteGraph
    LGraph: typeof LGraph
    LGraphNode: typeof LGraphNode
    LGraphCanvas: typeof LGraphCanvas
  }
  export default core
  export type { LGraph, LGraphCanvas, LGraphNode, SavedNode }
}
