import { reloadOnActivation } from './shell/offline-availability.ts'
import { switchLanguage } from './language/strings.ts'
import { parseShareToken } from './shell/router.ts'
import { registerStudioIcons } from './studio-icons.ts'
import { StudioApp } from './studio-app.ts'
import { applyTheme, getStoredTheme } from './settings/theme.ts'
import { readStudioPath } from './shell/base-path.ts'

const shareToken = parseShareToken(readStudioPath())

reloadOnActivation()
applyTheme(getStoredTheme())
registerStudioIcons()
// Do not use top-level `await` here: the language files import from this chunk, so they would wait for it forever.
void switchLanguage().then(() => (shareToken === undefined ? defineStudio() : showSharedWorkflow(shareToken)))

function defineStudio(): void {
  customElements.define('studio-app', StudioApp)
}

/** Shows a shared workflow's page instead of the studio. Visitors do not need an account. */
async function showSharedWorkflow(token: string): Promise<void> {
  await import('./shared/shared-page.ts')
  const page = document.createElement('studio-shared-page')
  page.token = token
  document.querySelector('studio-app')?.replaceWith(page)
}
