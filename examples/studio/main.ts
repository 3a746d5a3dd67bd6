import { followShownVersion } from './shell/keep-offline.ts'
import { speak } from './language/speak.ts'
import { registerStudioIcons } from './studio-icons.ts'
import { StudioApp } from './studio-app.ts'
import { applyTheme, rememberedTheme } from './settings/theme.ts'

followShownVersion()
applyTheme(rememberedTheme())
registerStudioIcons()
// No `await` at the top: the words of a language are built to ask this file, and would wait for it.
void speak().then(() => customElements.define('studio-app', StudioApp))
