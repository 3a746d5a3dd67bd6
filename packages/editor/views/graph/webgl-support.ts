/** The browser's WebGL support: unavailable, software-rendered, or hardware-accelerated. */
export type GpuKind = 'none' | 'software' | 'hardware'

let cachedKind: 'software' | 'hardware' | undefined

/**
 * Detects whether the browser supports WebGL 2 with the features that a graph needs, by creating and releasing a
 * context. A positive result is cached because browsers limit the number of contexts.
 */
export function detectWebgl(createContext: () => WebGL2RenderingContext | null = createWebglContext): GpuKind {
  if (cachedKind && createContext === createWebglContext) return cachedKind
  const context = createContext()
  if (!context?.getExtension('EXT_color_buffer_float')) return 'none'
  const info = context.getExtension('WEBGL_debug_renderer_info')
  const renderer = String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER))
  context.getExtension('WEBGL_lose_context')?.loseContext()
  cachedKind = /swiftshader|llvmpipe|software|basic render/i.test(renderer) ? 'software' : 'hardware'
  return cachedKind
}

const createWebglContext = (): WebGL2RenderingContext | null => document.createElement('canvas').getContext('webgl2')
