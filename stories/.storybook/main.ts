import type { StorybookConfig } from '@storybook/web-components-vite'

const config: StorybookConfig = {
  stories: ['../*.stories.ts'],
  framework: '@storybook/web-components-vite',
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // The root vite.config.ts is for an application in examples/studio; a catalogue has its own root.
  viteFinal: (vite) => ({ ...vite, root: new URL('..', import.meta.url).pathname }),
}
export default config
