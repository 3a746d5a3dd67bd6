import { reloadOnActivation } from './shell/keep-offline.ts'
import { switchLanguage } from './language/strings.ts'
import { registerStudioIcons } from './studio-icons.ts'
import { StudioApp } from './studio-app.ts'
import { applyTheme, getStoredTheme } from './settings/theme.ts'

reloadOnActivation()
applyTheme(getStoredTheme())
registerStudioIcons()
// No top-level `await`: the language files import from this chunk and would wait for it.
void switchLanguage().then(() => customElements.define('studio-app', StudioApp))
