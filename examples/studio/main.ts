import { followShownVersion } from './keep-offline.ts'
import { speak } from './language/speak.ts'
import { registerStudioIcons } from './studio-icons.ts'
import { StudioApp } from './studio-app.ts'
import { applyTheme, rememberedTheme } from './theme.ts'

followShownVersion()
applyTheme(rememberedTheme())
registerStudioIcons()
await speak()
customElements.define('studio-app', StudioApp)
