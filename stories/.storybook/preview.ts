import type { Preview } from '@storybook/web-components-vite'
import { defineElements } from '@aw-flow/editor'

defineElements()

/** The theme of every story, by the toolbar; the elements take the page's colour scheme. */
const preview: Preview = {
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
  },
  initialGlobals: { scheme: 'light' },
  parameters: { layout: 'fullscreen', controls: { disable: true } },
  decorators: [
    (story, context) => {
      const scheme = String(context.globals.scheme)
      document.documentElement.style.colorScheme = scheme
      document.documentElement.style.background = 'light-dark(#f6f7f9, #0f1216)'
      return story()
    },
  ],
}
export default preview
