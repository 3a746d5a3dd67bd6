import { setCustomElementsManifest, type Preview } from '@storybook/web-components-vite'
import { defineElements } from '@aw-flow/editor'
import { action } from 'storybook/actions'
import { expect } from 'storybook/test'
import manifest from 'virtual:aw-manifest'
import { elementOf } from '../variants.ts'

defineElements()
setCustomElementsManifest(manifest)

const declared = new Map(
  manifest.modules.flatMap(({ declarations = [] }) => declarations).map((one) => [one.tagName, one]),
)

/** The own fields of an event, for the list of actions. */
const fieldsOf = (event: Event): Record<string, unknown> =>
  Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'isTrusted'))

let asserted = 0

/** Schemes and directions in the toolbar; controls, actions and docs from the manifest of the elements. */
const preview: Preview = {
  tags: ['autodocs'],
  globalTypes: {
    scheme: {
      description: 'Colour scheme',
      toolbar: {
        title: 'Scheme',
        icon: 'contrast',
        items: [
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
          { value: 'light dark', title: 'System' },
        ],
        dynamicTitle: true,
      },
    },
    direction: {
      description: 'Direction of reading',
      toolbar: {
        title: 'Direction',
        icon: 'transfer',
        items: [
          { value: 'ltr', title: 'Left to right' },
          { value: 'rtl', title: 'Right to left' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { scheme: 'light', direction: 'ltr' },
  parameters: { layout: 'fullscreen', controls: { expanded: true } },
  decorators: [
    (story, { args, component, globals }) => {
      document.documentElement.style.colorScheme = String(globals.scheme)
      document.documentElement.style.background = 'light-dark(#f6f7f9, #0f1216)'
      document.documentElement.dir = String(globals.direction)
      const drawn = story()
      if (!(drawn instanceof HTMLElement)) return drawn
      const element = elementOf(drawn, String(component))
      if (!element) return drawn
      for (const { name } of declared.get(String(component))?.events ?? []) {
        element.addEventListener(name, (event) => action(name)(fieldsOf(event)))
      }
      // Values of controls override those of the story.
      const set = Object.entries(args).filter(([, value]) => value !== undefined)
      Object.assign(element, Object.fromEntries(set))
      return drawn
    },
  ],
  beforeEach: () => {
    asserted = expect.getState().assertionCalls
  },
  afterEach: () => {
    if (expect.getState().assertionCalls === asserted) throw new Error('This story asserts nothing when it is played.')
  },
}
export default preview
