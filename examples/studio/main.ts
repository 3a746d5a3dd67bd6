import { speak } from './language/speak.ts'
import { registerStudioIcons } from './studio-icons.ts'
import { StudioApp } from './studio-app.ts'
import { applyTheme, rememberedTheme } from './theme.ts'

applyTheme(rememberedTheme())
registerStudioIcons()
await speak()
customElements.define('studio-app', StudioApp)
