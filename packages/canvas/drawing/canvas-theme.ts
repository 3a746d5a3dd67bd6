import type { NodeFamily, PortType } from '@aw-flow/schema'
import type { Tone } from '../scene/node-content.ts'

/** The colors and fonts of a canvas, as computed by the browser. @public */
export interface CanvasTheme {
  /** The background color of the canvas. */
  readonly canvas: string
  /** The background color of nodes. */
  readonly surface: string
  /** The background color of insets within nodes. */
  readonly sunken: string
  /** The color of node borders. */
  readonly border: string
  /** The text color. */
  readonly text: string
  /** The color of text on an accent-colored background. */
  readonly onAccent: string
  /** The color of the grid dots. */
  readonly dot: string
  /** The color of node shadows. */
  readonly shade: string
  /** The state colors, keyed by tone. */
  readonly tones: Readonly<Record<Tone, string>>
  /** The port and edge colors, keyed by port type. */
  readonly ports: Readonly<Record<PortType, string>>
  /** The accent colors, keyed by node family. */
  readonly families: Readonly<Record<NodeFamily, string>>
  /** The CSS font families. */
  readonly font: string
}

const plainTokens = { canvas: 'canvas', surface: 'surface', sunken: 'sunken', border: 'border', text: 'text' } as const
const tones: readonly (readonly [Tone, string])[] = [
  ['muted', 'muted'],
  ['accent', 'accent'],
  ['good', 'good'],
  ['warn', 'warn'],
  ['bad', 'bad'],
  ['cached', 'cached'],
]
const ports: readonly PortType[] = ['table', 'json', 'text', 'file', 'control', 'any']
const families: readonly NodeFamily[] = [
  'triggers',
  'data-agents',
  'tables',
  'agents',
  'actions',
  'logic',
  'integration',
  'views',
]

const tokenNames = [
  ...Object.values(plainTokens),
  'on-accent',
  'dot',
  'shade',
  ...tones.map(([, token]) => token),
  ...ports.map((port) => `port-${port}`),
  ...families.map((family) => `family-${family}`),
]

/**
 * Reads an element's theme from CSS tokens that may contain any CSS color, including `light-dark()` and `var()`. Each
 * token sets the color of a hidden probe element, and the theme uses the computed color. Any change (theme attribute,
 * host styles, system setting) starts a CSS transition on a probe; when it ends, `onChange` is called.
 */
export function createThemeProbe(root: ShadowRoot, onChange: () => void): { read(): CanvasTheme; destroy(): void } {
  const container = document.createElement('div')
  container.hidden = false
  container.setAttribute('aria-hidden', 'true')
  container.className = 'theme-probe'
  const probes = new Map<string, HTMLElement>()
  for (const token of tokenNames) {
    const probe = document.createElement('i')
    probe.style.color = `var(--_${token})`
    probe.style.transition = 'color 1ms step-end'
    probes.set(token, probe)
    container.append(probe)
  }
  root.append(container)
  const onTransitionEnd = (event: Event): void => {
    event.stopPropagation()
    onChange()
  }
  container.addEventListener('transitionend', onTransitionEnd)
  const readColor = (token: string): string => {
    const probe = probes.get(token)
    return probe ? getComputedStyle(probe).color : 'gray'
  }
  return {
    read: () => ({
      canvas: readColor('canvas'),
      surface: readColor('surface'),
      sunken: readColor('sunken'),
      border: readColor('border'),
      text: readColor('text'),
      onAccent: readColor('on-accent'),
      dot: readColor('dot'),
      shade: readColor('shade'),
      tones: Object.fromEntries(tones.map(([tone, token]) => [tone, readColor(token)])) as Record<Tone, string>,
      ports: Object.fromEntries(ports.map((port) => [port, readColor(`port-${port}`)])) as Record<PortType, string>,
      families: Object.fromEntries(families.map((family) => [family, readColor(`family-${family}`)])) as Record<
        NodeFamily,
        string
      >,
      font: getComputedStyle(container).fontFamily || 'sans-serif',
    }),
    destroy: () => {
      container.removeEventListener('transitionend', onTransitionEnd)
      container.remove()
    },
  }
}
