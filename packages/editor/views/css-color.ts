/** A computed CSS color as red, green, blue and opacity, from 0 to 255. */
export function rgbaOf(color: string): [number, number, number, number] {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return [128, 128, 128, 255]
  context.fillStyle = color
  context.fillRect(0, 0, 1, 1)
  const [r = 0, g = 0, b = 0, a = 255] = context.getImageData(0, 0, 1, 1).data
  return [r, g, b, a]
}

/**
 * Reads colors that are CSS variables of an element, and reports any change (theme, styles of the host, system) by
 * transitions of hidden probes.
 */
export function createColorProbe(
  root: ShadowRoot,
  variables: readonly string[],
  changed: () => void,
): { read(): Record<string, [number, number, number, number]>; destroy(): void } {
  const box = document.createElement('span')
  box.setAttribute('aria-hidden', 'true')
  box.style.cssText = 'position: absolute; width: 0; height: 0; overflow: hidden'
  const probes = variables.map((variable) => {
    const probe = document.createElement('i')
    probe.style.color = `var(${variable})`
    probe.style.transition = 'color 1ms step-end'
    box.append(probe)
    return [variable, probe] as const
  })
  const onTransitionEnd = (event: Event): void => {
    event.stopPropagation()
    changed()
  }
  box.addEventListener('transitionend', onTransitionEnd)
  root.append(box)
  return {
    read: () =>
      Object.fromEntries(probes.map(([variable, probe]) => [variable, rgbaOf(getComputedStyle(probe).color)])),
    destroy: () => box.remove(),
  }
}
