/** How this browser draws on the GPU: not at all, by software, or by hardware. */
export type GpuKind = 'none' | 'software' | 'hardware'

let known: 'software' | 'hardware' | undefined

/** Asks for WebGL 2 with what a graph needs of it, and gives it back at once. Browsers give few contexts: asked once. */
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
