import { setCustomElementsManifest, type Preview } from '@storybook/web-components-vite'
import { defineElements } from '@aw-flow/editor'
import { STORY_RENDER_PHASE_CHANGED } from 'storybook/internal/core-events'
import { addons } from 'storybook/preview-api'
import { expect } from 'storybook/test'
import { bindControls } from './bind-controls.ts'
import { DocsContainer } from './docs-container.ts'
import { DocsPage } from './docs-page.ts'
import { createArgTypes } from './element-controls.ts'
import { showDialogsInline } from './inline-dialogs.ts'
import { manifest } from './manifest.ts'
import './docs.css'

defineElements()
setCustomElementsManifest(manifest)
showDialogsInline()

let assertionsBefore = 0
/** The id of the story that has been played since its last render. */
let playedStory: string | undefined
addons.getChannel().on(STORY_RENDER_PHASE_CHANGED, ({ newPhase, storyId }: { newPhase: string; storyId: string }) => {
  if (newPhase === 'loading') playedStory = undefined
  if (newPhase === 'played') playedStory = storyId
})

/**
 * Adds the color scheme and reading direction to the toolbar. Controls, actions and docs come from the elements'
 * manifest.
 */
const preview: Preview = {
  tags: ['autodocs'],
  globalTypes: {
    scheme: {
      description: 'Color scheme',
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
      description: 'Reading direction',
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
  parameters: {
    layout: 'fullscreen',
    controls: { expanded: true },
    // A story is only part of a page, so its headings do not have to start at level 1.
    a11y: { config: { rules: [{ id: 'heading-order', enabled: false }] } },
    docs: { page: DocsPage, container: DocsContainer, source: { type: 'code' } },
  },
  argTypesEnhancers: [
    ({ component, argTypes }) => (component ? createArgTypes(String(component), argTypes) : argTypes),
  ],
  decorators: [
    bindControls,
    (story, { globals }) => {
      document.documentElement.style.colorScheme = String(globals.scheme)
      document.documentElement.style.background = 'light-dark(#f6f7f9, #0f1216)'
      document.documentElement.dir = String(globals.direction)
      return story()
    },
  ],
  beforeEach: () => {
    assertionsBefore = expect.getState().assertionCalls
  },
  afterEach: ({ id, playFunction, viewMode }) => {
    // Stories are not played on documentation pages, and not replayed after a control changes.
    if (viewMode === 'docs' || (playFunction && playedStory !== id)) return
    if (expect.getState().assertionCalls === assertionsBefore)
      throw new Error('The play function of this story makes no assertions.')
  },
}
export default preview
