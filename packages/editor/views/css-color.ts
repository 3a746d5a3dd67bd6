/** Converts a computed CSS color to its red, green, blue and alpha components, each from 0 to 255. */
export function toRgba(color: string): [number, number, number, number] {
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
 * Reads color variables of an element and detects when they change, for example with the theme, the styles of the host
 * or the system settings. Changes are detected through transitions on hidden probe elements.
 */
export function createColorProbe(
  root: ShadowRoot,
  variables: readonly string[],
  onChange: () => void,
): { read(): Record<string, [number, number, number, number]>; destroy(): void } {
  const container = document.createElement('span')
  container.setAttribute('aria-hidden', 'true')
  container.style.cssText = 'position: absolute; width: 0; height: 0; overflow: hidden'
  const probes = variables.map((variable) => {
    const probe = document.createElement('i')
    probe.style.color = `var(${variable})`
    probe.style.transition = 'color 1ms step-end'
    container.append(probe)
    return [variable, probe] as const
  })
  const onTransitionEnd = (event: Event): void => {
    event.stopPropagation()
    onChange()
  }
  container.addEventListener('transitionend', onTransitionEnd)
  root.append(container)
  return {
    read: () =>
      Object.fromEntries(probes.map(([variable, probe]) => [variable, toRgba(getComputedStyle(probe).color)])),
    destroy: () => container.remove(),
  }
}
