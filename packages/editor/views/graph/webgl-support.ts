/** The browser's WebGL support: none, by software, or by hardware. */
export type GpuKind = 'none' | 'software' | 'hardware'

let known: 'software' | 'hardware' | undefined

/**
 * Creates and releases a WebGL 2 context with the features that a graph needs. Cached: browsers limit the number of
 * contexts.
 */
export function webglThere(ask: () => WebGL2RenderingContext | null = newContext): GpuKind {
  if (known && ask === newContext) return known
  const context = ask()
  if (!context?.getExtension('EXT_color_buffer_float')) return 'none'
  const info = context.getExtension('WEBGL_debug_renderer_info')
  const renderer = String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER))
  context.getExtension('WEBGL_lose_context')?.loseContext()
  known = /swiftshader|llvmpipe|software|basic render/i.test(renderer) ? 'software' : 'hardware'
  return known
}

const newContext = (): WebGL2RenderingContext | null => document.createElement('canvas').getContext('webgl2')
